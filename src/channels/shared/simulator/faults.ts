import { z } from 'zod';

/** What may go wrong with the answers that a platform gives. */
export const answerFaultSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('silence'), accepts: z.boolean().default(true) })
    .describe('Reads the request and never answers. It takes effect, unless `accepts` is false.'),
  z
    .strictObject({ kind: z.literal('cut'), when: z.enum(['before-body', 'after-body', 'after-accepting']) })
    .describe('Resets the connection. Only `after-accepting` lets the request take effect.'),
  z
    .strictObject({
      kind: z.literal('error'),
      status: z.int().min(400).max(599),
      description: z.string().optional().describe('In place of what the platform says to that status.'),
      retryAfterSeconds: z.int().positive().optional(),
    })
    .describe('Refuses with that status, in the words of the platform. Nothing takes effect.'),
  z
    .strictObject({ kind: z.literal('slow'), delayMs: z.int().positive() })
    .describe('Takes effect at once and answers only after that time.'),
  z
    .strictObject({ kind: z.literal('malformed') })
    .describe('Takes effect and answers 200 with a body that breaks off in the middle.'),
]);
export type AnswerFault = z.output<typeof answerFaultSchema>;

export type ErrorFault = Extract<AnswerFault, { readonly kind: 'error' }>;

/** What may go wrong with the events that a platform delivers to a webhook. */
export const deliveryFaultSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('duplicate'), copies: z.int().min(1).max(100).default(1) })
    .describe('Delivers the event that often again, at the same time.'),
  z
    .strictObject({ kind: z.literal('lost-answer') })
    .describe('Delivers, loses the answer on the wire and therefore delivers again.'),
  z
    .strictObject({ kind: z.literal('delay'), delayMs: z.int().positive() })
    .describe('Holds the event back that long, and whatever comes after it in the same conversation.'),
  z
    .strictObject({ kind: z.literal('swap'), withinMs: z.int().positive().default(1_000) })
    .describe('Delivers the next event of the same conversation first, if one comes within that time.'),
]);
export type DeliveryFault = z.output<typeof deliveryFaultSchema>;

/** A fault, and what it shall befall. */
export interface FaultOrder<Fault> {
  readonly fault: Fault;
  /** The platform's method or event kind, in lower case; null: any. */
  readonly operation: string | null;
  /** The account's name at the platform; null: any. */
  readonly account: string | null;
  /** How often it shall happen; null: until it is cleared. */
  readonly times: number | null;
}

export interface ActiveFault<Fault> extends FaultOrder<Fault> {
  readonly id: number;
  /** How often it has happened. A test whose fault did not fire has shown nothing: check it. */
  readonly fired: number;
}

/** The faults that wait for their turn. The oldest that fits a request befalls it; never two at once. */
export interface Faults<Fault> {
  inject(order: Partial<FaultOrder<Fault>> & { readonly fault: Fault }): ActiveFault<Fault>;
  /** What shall befall this request, counted as fired; null: nothing. */
  take(operation: string, account: string | null): Fault | null;
  /** All since the last `clear`, spent ones too. */
  list(): readonly ActiveFault<Fault>[];
  clear(): void;
}

export function createFaults<Fault>(): Faults<Fault> {
  let orders: { order: FaultOrder<Fault>; id: number; fired: number }[] = [];
  let lastId = 0;

  return {
    inject({ fault, operation = null, account = null, times = 1 }) {
      lastId += 1;
      const entry = {
        order: { fault, operation: operation?.toLowerCase() ?? null, account, times },
        id: lastId,
        fired: 0,
      };
      orders.push(entry);
      return { ...entry.order, id: entry.id, fired: 0 };
    },
    take(operation, account) {
      const next = orders.find(
        ({ order, fired }) =>
          (order.times === null || fired < order.times) &&
          (order.operation === null || order.operation === operation) &&
          (order.account === null || order.account === account),
      );
      if (next === undefined) return null;
      next.fired += 1;
      return next.order.fault;
    },
    list: () => orders.map(({ order, id, fired }) => ({ ...order, id, fired })),
    clear() {
      orders = [];
    },
  };
}
