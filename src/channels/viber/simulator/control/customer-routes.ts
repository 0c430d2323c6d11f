import { z } from 'zod';
import { arrival } from '../../../shared/simulator/common-routes.ts';
import { type ControlRoute, controlRoute, done } from '../../../shared/simulator/control-route.ts';
import { scriptSchema } from '../../../shared/simulator/customer-script.ts';
import { actionSchema } from '../people/actions/schema.ts';
import type { ReceivedMessage } from '../people/received-message.ts';
import type { Simulation } from '../simulation.ts';
import { withCustomer } from './with-customer.ts';

const customerName = { customer: z.string().describe('Name.') };

/** People: what they do and what they see. */
export function customerRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  return [
    controlRoute({
      method: 'GET',
      path: '/customers',
      summary: 'The people there are.',
      input: z.strictObject({}),
      run: () => done([...world.people.values()].map(({ inbox: _inbox, ...facts }) => facts)),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers',
      summary: 'Adds a person, or finds the one who has that name.',
      input: z.strictObject({
        name: z.string().min(1),
        phoneNumber: z.string().optional(),
        country: z.string().length(2).optional(),
        language: z.string().optional(),
        device: z.enum(['android', 'ios']).optional(),
        apiVersion: z.int().nonnegative().optional(),
      }),
      example: { name: 'Ada', country: 'DE', language: 'de' },
      run({ name, ...facts }) {
        const { phoneNumber } = simulation.customer(name, facts);
        return done({ name, phoneNumber });
      },
    }),
    controlRoute({
      method: 'POST',
      path: '/customers/:customer/actions',
      summary: 'Lets a person do something: open the chat, write, send, tap, unsubscribe …',
      input: z.looseObject(customerName),
      shows: actionSchema,
      example: { do: 'write', text: 'Is my order ready?' },
      run: ({ customer, ...action }) =>
        withCustomer(simulation, customer, async (person) => {
          const outcome = person.act(action);
          return outcome.kind === 'done' ? done(outcome) : outcome;
        }),
    }),
    controlRoute({
      method: 'GET',
      path: '/customers/:customer/inbox',
      summary: 'What a person sees of bots, oldest first. Waits up to `waitMs` for news.',
      input: z.strictObject({
        ...customerName,
        from: z.coerce.number().int().nonnegative().default(0).describe('The `next` of the last answer.'),
        waitMs: z.coerce.number().int().min(0).max(60_000).default(0),
      }),
      run: ({ customer, from, waitMs }) =>
        withCustomer(simulation, customer, async ({ inbox }) => {
          await arrival<ReceivedMessage>(inbox, (message) => message, from, waitMs);
          return done({ next: inbox.total, messages: inbox.since(from).map(asJsonMessage) });
        }),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers/:customer/scripts',
      summary: 'Lets a person do one thing after the other, and answers when they are through or stuck.',
      input: z.strictObject({ ...customerName, steps: scriptSchema }),
      example: { steps: [{ say: 'Hello' }, { waitFor: 'help' }, { say: 'Thank you' }] },
      run: ({ customer, steps }) =>
        withCustomer(simulation, customer, async (person) => done(await person.follows(steps))),
    }),
  ];
}

/** Bytes become their number. */
function asJsonMessage({ media, ...message }: ReceivedMessage): object {
  if (media === null) return { ...message, media };
  const { bytes, ...facts } = media;
  return { ...message, media: { ...facts, sizeBytes: bytes?.byteLength ?? null } };
}
