import { z } from 'zod';
import { arrival } from '../../../shared/simulator/common-routes.ts';
import {
  type ControlAnswer,
  type ControlRoute,
  controlRoute,
  done,
} from '../../../shared/simulator/control-route.ts';
import { scriptSchema } from '../../../shared/simulator/customer-script.ts';
import { actionSchema } from '../people/actions.ts';
import type { Customer } from '../people/customer.ts';
import type { InboxEvent } from '../people/inbox.ts';
import type { Simulation } from '../simulation.ts';

const customerName = { customer: z.string().describe('Name.') };

/** People: what they do and what they see. */
export function customerRoutes(simulation: Simulation): readonly ControlRoute[] {
  async function withCustomer(
    name: string,
    use: (customer: Customer) => Promise<ControlAnswer>,
  ): Promise<ControlAnswer> {
    const customer = simulation.findCustomer(name);
    return customer === null
      ? { kind: 'not-found', message: `There is nobody called ${name}.` }
      : use(customer);
  }
  return [
    controlRoute({
      method: 'GET',
      path: '/customers',
      summary: 'The people there are.',
      input: z.strictObject({}),
      run: () => done(simulation.world.people.map(({ name }) => ({ name }))),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers',
      summary: 'Adds a person, or finds the one who has that name.',
      input: z.strictObject({ name: z.string().min(1) }),
      example: { name: 'Ada' },
      run: ({ name }) => done({ name: simulation.customer(name).name }),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers/:customer/actions',
      summary: 'Lets a person do something: write, send, tap, react, read, block …',
      input: z.looseObject(customerName),
      shows: actionSchema,
      example: { do: 'write', text: 'Is my order ready?' },
      run: ({ customer, ...action }) =>
        withCustomer(customer, async (person) => {
          const outcome = person.act(action);
          return outcome.kind === 'done' ? done(outcome) : outcome;
        }),
    }),
    controlRoute({
      method: 'GET',
      path: '/customers/:customer/inbox',
      summary: 'What a person sees of Pages. Waits up to `waitMs` for news.',
      input: z.strictObject({
        ...customerName,
        from: z.coerce.number().int().nonnegative().default(0).describe('The `next` of the last answer.'),
        waitMs: z.coerce.number().int().min(0).max(60_000).default(0),
      }),
      run: ({ customer, from, waitMs }) =>
        withCustomer(customer, async ({ inbox }) => {
          await arrival<InboxEvent>(inbox, (event) => event, from, waitMs);
          return done({ next: inbox.total, events: inbox.since(from), messages: inbox.messages });
        }),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers/:customer/scripts',
      summary: 'Lets a person do one thing after the other, and answers when they are through or stuck.',
      input: z.strictObject({ ...customerName, steps: scriptSchema }),
      example: { steps: [{ say: 'Hello' }, { waitFor: 'help' }, { say: 'Thank you' }] },
      run: ({ customer, steps }) =>
        withCustomer(customer, async (person) => done(await person.follows(steps))),
    }),
  ];
}
