import type { DeliveryFault, Faults } from './faults.ts';
import type { WebhookOutcome } from './post-webhook.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** One event on its way to a webhook. */
export interface Parcel {
  /** Parcels of one lane arrive in order; lanes do not wait for each other. */
  readonly lane: string;
  /** The platform's word for what it is, in lower case; faults are aimed at it. */
  readonly kind: string;
  readonly body: string;
}

/** What to do after an attempt: it arrived, try again after that time, or forget it. */
export type Verdict =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'forget' };

export interface WebhookLanes<P extends Parcel> {
  add(parcel: P): void;
  /** Ends attempts under way and forgets the rest. */
  stop(): void;
}

interface Lane<P> {
  readonly parcels: P[];
  /** A delivery of the head is under way. */
  isBusy: boolean;
  /** How often the head was tried, and whether a fault had its chance with it. */
  attempts: number;
  faultTaken: boolean;
  /** Calls off the waiting before the next attempt; null: none is on. */
  callOff: (() => void) | null;
  /** The head lets the next one pass, and there is none yet. */
  awaitsNext: boolean;
}

/** Delivers parcels as platforms do: per lane in order, across lanes in parallel, again until taken. */
export function createWebhookLanes<P extends Parcel>(options: {
  readonly time: SimulatedTime;
  readonly faults: Faults<DeliveryFault>;
  /** Whose webhook it is, for aiming faults. */
  readonly account: string;
  /** How many deliveries may be under way at once. */
  readonly maxInFlight: number;
  post(parcel: P, signal: AbortSignal): Promise<WebhookOutcome>;
  /** @param attempt  Which attempt it was, from 1. `outcome` null: its answer was lost. */
  judge(parcel: P, attempt: number, outcome: WebhookOutcome | null): Verdict;
  /** A parcel has left its lane: taken, or given up. */
  settled(parcel: P): void;
}): WebhookLanes<P> {
  const lanes = new Map<string, Lane<P>>();
  const stopped = new AbortController();
  let inFlight = 0;

  function advance(lane: Lane<P>): void {
    const head = lane.parcels[0];
    if (head === undefined || lane.isBusy || lane.callOff !== null) return;
    if (inFlight >= options.maxInFlight || stopped.signal.aborted) return;

    const fault = lane.faultTaken ? null : options.faults.take(head.kind, options.account);
    lane.faultTaken = true;
    if (fault?.kind === 'delay') wait(lane, fault.delayMs);
    else if (fault?.kind === 'swap') letNextPass(lane, fault.withinMs);
    else void attempt(lane, head, fault);
  }

  function wait(lane: Lane<P>, ms: number): void {
    lane.callOff = options.time.after(ms, () => {
      lane.callOff = null;
      lane.awaitsNext = false;
      advance(lane);
    });
  }

  function letNextPass(lane: Lane<P>, withinMs: number): void {
    const [head, next] = lane.parcels;
    if (head === undefined || next === undefined) {
      lane.awaitsNext = true;
      wait(lane, withinMs);
      return;
    }
    lane.callOff?.();
    lane.callOff = null;
    lane.awaitsNext = false;
    lane.parcels.splice(0, 2, next, head);
    advance(lane);
  }

  async function attempt(lane: Lane<P>, parcel: P, fault: DeliveryFault | null): Promise<void> {
    lane.isBusy = true;
    lane.attempts += 1;
    inFlight += 1;
    const copies = fault?.kind === 'duplicate' ? fault.copies : 0;
    const posts = Array.from({ length: copies + 1 }, () => options.post(parcel, stopped.signal));
    const [outcome = null] = await Promise.all(posts);
    lane.isBusy = false;
    inFlight -= 1;
    if (stopped.signal.aborted) return;

    const verdict = options.judge(parcel, lane.attempts, fault?.kind === 'lost-answer' ? null : outcome);
    if (verdict.kind === 'again') wait(lane, verdict.afterMs);
    else leave(lane, parcel);
    for (const waiting of lanes.values()) advance(waiting);
  }

  function leave(lane: Lane<P>, parcel: P): void {
    lane.parcels.shift();
    lane.attempts = 0;
    lane.faultTaken = false;
    if (lane.parcels.length === 0) lanes.delete(parcel.lane);
    options.settled(parcel);
  }

  return {
    add(parcel) {
      const lane = lanes.get(parcel.lane) ?? {
        parcels: [],
        isBusy: false,
        attempts: 0,
        faultTaken: false,
        callOff: null,
        awaitsNext: false,
      };
      lanes.set(parcel.lane, lane);
      lane.parcels.push(parcel);
      if (lane.awaitsNext) letNextPass(lane, 0);
      else advance(lane);
    },
    stop() {
      stopped.abort();
      for (const lane of lanes.values()) lane.callOff?.();
      lanes.clear();
    },
  };
}
