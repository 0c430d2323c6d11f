import { z } from 'zod';
import {
  type ControlAnswer,
  type ControlRoute,
  controlRoute,
  done,
} from '../../../shared/simulator/control-route.ts';
import { findNumber, isImpossible } from '../people/actions/scene.ts';
import { asFacts, type Simulation } from '../simulation.ts';
import type { BusinessNumber, World } from '../state.ts';
import { bring, bringOfNumber } from '../webhooks/bring.ts';

const accountName = { account: z.string().describe('Phone number or phone number id.') };
const webUrl = z.url({ protocol: /^https?$/u });

/** Business numbers, as accounts of the simulated platform. */
export function accountRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  return [
    controlRoute({
      method: 'GET',
      path: '/accounts',
      summary: 'The business numbers there are, with what an operator needs to connect them.',
      input: z.strictObject({}),
      run: () => done([...world.numbers.values()].map(describeNumber)),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts',
      summary: 'Registers a number. With `businessAccountId` it is one more of a business that is there.',
      input: z.strictObject({
        phone: z
          .string()
          .regex(/^\+?\d{5,20}$/u)
          .optional(),
        verifiedName: z.string().optional(),
        businessAccountId: z.string().optional(),
        accessToken: z.string().optional(),
        appSecret: z.string().optional(),
      }),
      example: { phone: '4930901820', verifiedName: 'Lindenhof' },
      run({ businessAccountId, ...facts }) {
        if (businessAccountId !== undefined && !world.businesses.has(businessAccountId)) {
          return { kind: 'not-found', message: `There is no business account ${businessAccountId}.` };
        }
        return done(simulation.addNumber({ businessAccountId, ...facts }));
      },
    }),
    controlRoute({
      method: 'GET',
      path: '/accounts/:account',
      summary: 'One number: its credentials, and where its events go.',
      input: z.strictObject(accountName),
      run: ({ account }) => withNumber(world, account, describeNumber),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/callback',
      summary:
        'Where the events of its business go from now on, in place of what was subscribed. It is not asked whether it is willing; null: nowhere.',
      input: z.strictObject({ ...accountName, url: webUrl.nullable() }),
      example: { url: 'http://127.0.0.1:4000/webhooks/whatsapp/0198…' },
      run: ({ account, url }) =>
        withNumber(world, account, (number) => {
          simulation.setCallback(number.business.id, url);
          return describeNumber(number);
        }),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/revoke',
      summary: 'Revokes the access token: the old one is refused at once. Returns the new one.',
      input: z.strictObject(accountName),
      example: {},
      run: ({ account }) =>
        withNumber(world, account, ({ business }) => ({ accessToken: simulation.revokeToken(business.id) })),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/events',
      summary:
        'Brings any event: a webhook field and its value. `ofNumber` adds the product and the number, as events about people have them.',
      input: z.strictObject({
        ...accountName,
        field: z.string().regex(/^[a-z_]+$/u),
        value: z.record(z.string(), z.unknown()),
        ofNumber: z.boolean().default(false),
      }),
      example: {
        field: 'phone_number_quality_update',
        value: { display_phone_number: '4930901820', event: 'FLAGGED', current_limit: 'TIER_2K' },
      },
      run: ({ account, field, value, ofNumber }) =>
        withNumber(world, account, (number) => {
          if (ofNumber) bringOfNumber(world, number, { field, value, person: 'event' });
          else bring(world, number.business, { field, value });
          return { field };
        }),
    }),
  ];
}

export function withNumber(
  world: World,
  name: string,
  use: (number: BusinessNumber) => object,
): ControlAnswer {
  const number = findNumber(world, name);
  return isImpossible(number) ? { kind: 'not-found', message: number.message } : done(use(number));
}

function describeNumber(number: BusinessNumber): object {
  const { verifiedName, business } = number;
  const { callback } = business;
  return {
    ...asFacts(number),
    verifiedName,
    callback: callback === null ? null : { url: callback.url, lastError: callback.lastError },
  };
}
