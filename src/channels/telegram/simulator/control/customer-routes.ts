import { z } from 'zod';
import { arrival } from '../../../shared/simulator/common-routes.ts';
import { type ControlRoute, controlRoute, done } from '../../../shared/simulator/control-route.ts';
import { scriptSchema } from '../../../shared/simulator/customer-script.ts';
import { actionSchema } from '../people/actions/schema.ts';
import type { InboxEvent } from '../people/inbox.ts';
import type { ReceivedMessage } from '../people/received-message.ts';
import type { Simulation } from '../simulation.ts';
import { withCustomer } from './with-customer.ts';

const customerName = { customer: z.string().describe('Name or id.') };

/** People: what they do and what they see. */
export function customerRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  return [
    controlRoute({
      method: 'GET',
      path: '/customers',
      summary: 'The people there are.',
      input: z.strictObject({}),
      run: () => done([...world.people.values()].map(({ user, phoneNumber }) => ({ ...user, phoneNumber }))),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers',
      summary: 'Adds a person, or finds the one who has that name.',
      input: z.strictObject({
        name: z.string().min(1),
        id: z.int().positive().optional(),
        lastName: z.string().optional(),
        username: z.string().optional(),
        language: z.string().optional(),
        phoneNumber: z.string().optional(),
        isPremium: z.boolean().optional(),
      }),
      example: { name: 'Ada', language: 'de' },
      run({ name, ...facts }) {
        const { id, phoneNumber } = simulation.customer(name, facts);
        return done({ id, name, phoneNumber });
      },
    }),
    controlRoute({
      method: 'POST',
      path: '/customers/:customer/actions',
      summary: 'Lets a person do something: write, send, tap, react, block …',
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
      summary:
        'What a person sees of bots: every event, and the messages as they read now. Waits up to `waitMs` for news.',
      input: z.strictObject({
        ...customerName,
        from: z.coerce.number().int().nonnegative().default(0).describe('The `next` of the last answer.'),
        waitMs: z.coerce.number().int().min(0).max(60_000).default(0),
      }),
      run: ({ customer, from, waitMs }) =>
        withCustomer(simulation, customer, async ({ inbox }) => {
          await arrival<InboxEvent>(inbox, (event) => event, from, waitMs);
          return done({
            next: inbox.total,
            events: inbox.since(from).map(asJsonEvent),
            messages: inbox.messages.map(asJsonMessage),
          });
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

function asJsonEvent(event: InboxEvent): object {
  return 'message' in event ? { ...event, message: asJsonMessage(event.message) } : event;
}

/** Bytes are left out: `GET /files/…` has them. */
function asJsonMessage(message: ReceivedMessage): object {
  return { ...message, media: message.media.map(({ bytes: _bytes, ...facts }) => facts) };
}
