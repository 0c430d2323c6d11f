import { z } from 'zod';
import { arrival } from '../../../shared/simulator/common-routes.ts';
import {
  type ControlAnswer,
  type ControlRoute,
  controlRoute,
  done,
} from '../../../shared/simulator/control-route.ts';
import { scriptSchema } from '../../../shared/simulator/customer-script.ts';
import { actionSchema } from '../people/actions/schema.ts';
import type { Customer } from '../people/customer.ts';
import type { InboxEvent } from '../people/inbox.ts';
import type { ReceivedMessage } from '../people/received-message.ts';
import type { Simulation } from '../simulation.ts';

const customerName = { customer: z.string().describe('Name or phone number.') };

/** People: what they do and what they see. */
export function customerRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  return [
    controlRoute({
      method: 'GET',
      path: '/customers',
      summary: 'The people there are.',
      input: z.strictObject({}),
      run: () => done([...world.people].map(({ name, phone, username }) => ({ name, phone, username }))),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers',
      summary: 'Adds a person, or finds the one who has that name.',
      input: z.strictObject({
        name: z.string().min(1),
        phone: z
          .string()
          .regex(/^\+?\d{5,20}$/u)
          .optional(),
        username: z.string().optional(),
        hidesPhone: z.boolean().optional(),
        sendsReadReceipts: z.boolean().optional(),
      }),
      example: { name: 'Mara', phone: '491713920077' },
      run({ name, ...facts }) {
        const { phone } = simulation.customer(name, facts);
        return done({ name, phone });
      },
    }),
    controlRoute({
      method: 'POST',
      path: '/customers/:customer/actions',
      summary: 'Lets a person do something: write, send, tap, react, read …',
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
      summary: 'What a person sees of businesses. Waits up to `waitMs` for news.',
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
    controlRoute({
      method: 'GET',
      path: '/files/:file',
      summary: 'The bytes of a file, by its media id.',
      input: z.strictObject({ file: z.string() }),
      run({ file }) {
        const found = world.files.peek(file);
        if (found === null) return { kind: 'not-found', message: 'There is no such file.' };
        return { kind: 'file', bytes: found.bytes, mimeType: 'application/octet-stream' };
      },
    }),
  ];
}

async function withCustomer(
  simulation: Simulation,
  name: string,
  use: (customer: Customer) => Promise<ControlAnswer>,
): Promise<ControlAnswer> {
  const customer = simulation.findCustomer(name);
  return customer === null
    ? { kind: 'not-found', message: `There is nobody called ${name}.` }
    : use(customer);
}

function asJsonEvent(event: InboxEvent): object {
  return 'message' in event ? { ...event, message: asJsonMessage(event.message) } : event;
}

/** Bytes are left out. */
function asJsonMessage(message: ReceivedMessage): object {
  return { ...message, media: message.media.map(({ bytes: _bytes, ...facts }) => facts) };
}
