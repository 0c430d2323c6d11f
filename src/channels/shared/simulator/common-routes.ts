import { z } from 'zod';
import { type ControlRoute, controlRoute, done } from './control-route.ts';
import {
  type AnswerFault,
  answerFaultSchema,
  type DeliveryFault,
  deliveryFaultSchema,
  type Faults,
} from './faults.ts';
import type { SimulatedTime } from './simulated-time.ts';
import { WaitedInVain, type WatchableList } from './watchable-list.ts';

/** What every recorded request tells, whatever else the platform records. */
export interface CommonRequest {
  readonly account: string | null;
  /** The platform's method, in lower case. */
  readonly operation: string;
}

const nothing = z.strictObject({});
const orderSchema = z.strictObject({
  fault: z.union([answerFaultSchema, deliveryFaultSchema]),
  operation: z.string().nullable().default(null).describe('Method or kind of event; null: any.'),
  account: z.string().nullable().default(null).describe('Name of the account; null: any.'),
  times: z.int().positive().nullable().default(1).describe('How often; null: until it is cleared.'),
});

/** The controls that all simulators share, in the same shape: faults, the clock, the log of requests. */
export function commonRoutes<Request extends CommonRequest>(simulator: {
  readonly time: SimulatedTime;
  readonly answerFaults: Faults<AnswerFault>;
  readonly deliveryFaults: Faults<DeliveryFault>;
  readonly requests: WatchableList<Request>;
}): readonly ControlRoute[] {
  const { time, answerFaults, deliveryFaults, requests } = simulator;
  return [
    controlRoute({
      method: 'GET',
      path: '/requests',
      summary:
        'What was called, oldest first, and what it was answered. Waits up to `waitMs` until there is something.',
      input: z.strictObject({
        from: z.coerce.number().int().nonnegative().default(0).describe('The `next` of the last answer.'),
        operation: z.string().optional(),
        account: z.string().optional(),
        waitMs: z.coerce.number().int().min(0).max(60_000).default(0),
      }),
      async run({ from, operation, account, waitMs }) {
        const fits = (request: Request) =>
          (operation === undefined || request.operation === operation.toLowerCase()) &&
          (account === undefined || request.account === account);
        await arrival(requests, (request) => fits(request) && request, from, waitMs);
        return done({ next: requests.total, requests: requests.since(from).filter(fits) });
      },
    }),
    controlRoute({
      method: 'GET',
      path: '/faults',
      summary: 'The faults since the last clearing, and how often each has happened.',
      input: nothing,
      run: () => done([...answerFaults.list(), ...deliveryFaults.list()]),
    }),
    controlRoute({
      method: 'POST',
      path: '/faults',
      summary: 'Lets something go wrong: with the answers to calls, or with the delivery of events.',
      input: orderSchema,
      example: { fault: { kind: 'error', status: 502 }, times: 3 },
      run({ fault, ...aim }) {
        const answerFault = answerFaultSchema.safeParse(fault);
        if (answerFault.success) return done(answerFaults.inject({ ...aim, fault: answerFault.data }));
        return done(deliveryFaults.inject({ ...aim, fault: deliveryFaultSchema.parse(fault) }));
      },
    }),
    controlRoute({
      method: 'DELETE',
      path: '/faults',
      summary: 'Ends all faults.',
      input: nothing,
      run() {
        answerFaults.clear();
        deliveryFaults.clear();
        return done([]);
      },
    }),
    controlRoute({
      method: 'GET',
      path: '/clock',
      summary: 'What time it is for the platform.',
      input: nothing,
      run: () => done({ now: time.now() }),
    }),
    controlRoute({
      method: 'POST',
      path: '/clock',
      summary: 'Moves the clock ahead. What falls due meanwhile happens: retries, time limits, expiry.',
      input: z.strictObject({ advanceMs: z.int().positive() }),
      example: { advanceMs: 86_400_000 },
      run({ advanceMs }) {
        time.advance(advanceMs);
        return done({ now: time.now() });
      },
    }),
  ];
}

/** Comes back when something fits, or when the time is over: then there simply is nothing. */
export async function arrival<Item>(
  list: Pick<WatchableList<Item>, 'waitFor'>,
  pick: (item: Item) => Item | false,
  from: number,
  timeoutMs: number,
): Promise<void> {
  try {
    if (timeoutMs > 0) await list.waitFor(pick, { from, timeoutMs });
  } catch (accident) {
    if (!(accident instanceof WaitedInVain)) throw accident;
  }
}
