import { z } from 'zod';
import { arrival, commonRoutes } from '../../shared/simulator/common-routes.ts';
import {
  type ControlAnswer,
  type ControlRoute,
  controlRoute,
  done,
} from '../../shared/simulator/control-route.ts';
import { scriptSchema } from '../../shared/simulator/customer-script.ts';
import type { Customer } from './people/customer.ts';
import type { InboxEvent } from './people/inbox.ts';
import type { ReceivedMessage } from './people/received-message.ts';
import { actionSchema } from './people/schema.ts';
import type { Simulation } from './simulation.ts';
import type { Business } from './state.ts';

const customerName = { customer: z.string().describe('Name of the person.') };

/** What can be asked of the simulated Apple over HTTP: everything that a test in the same process can do. */
export function controlRoutes(simulation: Simulation): readonly ControlRoute[] {
  return [
    ...accountRoutes(simulation),
    ...customerRoutes(simulation),
    ...commonRoutes({ ...simulation.world, requests: simulation.requests }),
  ];
}

function accountRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { businesses } = simulation.world;
  return [
    controlRoute({
      method: 'GET',
      path: '/accounts',
      summary: 'The businesses there are, with the credentials of their MSP.',
      input: z.strictObject({}),
      run: () => done([...businesses.values()].map(describeBusiness)),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts',
      summary: 'Registers a business with an MSP. What is not given is made.',
      input: z.strictObject({
        id: z.uuid().optional(),
        name: z.string().min(1).optional(),
        mspId: z.uuid().optional(),
        mspSecret: z.base64().min(1).optional(),
      }),
      example: { name: 'Acme' },
      run: (facts) => {
        const { deliversTo: _deliversTo, ...business } = simulation.addBusiness(facts);
        return done(business);
      },
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/webhook',
      summary: 'Enters the address that the account tells as its webhook; Apple appends /message.',
      input: z.strictObject({ account: z.string().describe('Name or id of the business.'), url: z.url() }),
      example: { url: 'http://127.0.0.1:4000/webhooks/apple-messages/0198f000-0000-7000-8000-000000000001' },
      run({ account, url }) {
        const business = simulation.findBusiness(account);
        if (business === null) return { kind: 'not-found', message: `There is no business ${account}.` };
        business.deliversTo(url);
        return done({ url });
      },
    }),
  ];
}

function customerRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  return [
    controlRoute({
      method: 'GET',
      path: '/customers',
      summary: 'The people there are, and what their devices show.',
      input: z.strictObject({}),
      run: () => done([...world.people.values()].map(({ inbox: _inbox, ...facts }) => facts)),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers',
      summary: 'Adds a person with an Apple device, or finds the one who has that name.',
      input: z.strictObject({
        name: z.string().min(1),
        features: z.array(z.string()).optional(),
        deviceAgent: z.string().optional(),
        locale: z.string().optional(),
      }),
      example: { name: 'Ada', features: ['LIST', 'QUICK'], locale: 'de_DE' },
      run: ({ name, ...facts }) => done({ name: simulation.customer(name, facts).name }),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers/:customer/actions',
      summary: 'Lets a person do something: write, send, tap, fill, close …',
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
      summary: 'What a person sees: every event, and the messages. Waits up to `waitMs` for news.',
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

function describeBusiness({ id, name, mspId, mspSecret, webhookUrl }: Business): object {
  return { id, name, mspId, mspSecret, webhookUrl };
}

function asJsonEvent(event: InboxEvent): object {
  return 'message' in event ? { ...event, message: asJsonMessage(event.message) } : event;
}

/** Files are told of, not shown. */
function asJsonMessage(message: ReceivedMessage): object {
  const files = message.files.map(({ bytes, ...facts }) => ({ ...facts, sizeBytes: bytes.byteLength }));
  return { ...message, files };
}
