import * as z from 'zod';
import {
  type AccountContext,
  ChannelError,
  type ConnectedAccount,
  type ConnectReport,
  type ReceivingArrangement,
} from '../../core/channel/index.ts';
import { type ConnectStep, runSteps } from '../shared/connect-steps.ts';
import { callGraphRepeatably, type GraphCall } from '../shared/meta-graph.ts';
import { businessPath, graphOf, numberPath } from './graph.ts';
import { Id, optional, Word } from './payload.ts';

const PhoneNumber = z.object({
  id: Id,
  display_phone_number: Word,
  verified_name: optional(Word),
  quality_rating: optional(Word),
  whatsapp_business_manager_messaging_limit: optional(Word),
});
const PHONE_NUMBER_FIELDS =
  'id,display_phone_number,verified_name,quality_rating,whatsapp_business_manager_messaging_limit';

const BusinessAccount = z.object({ id: Id, name: optional(Word) });
const Success = z.object({ success: z.literal(true) });

/**
 * The number, its business account, and then where webhooks go: this app is subscribed to the business account, with
 * our address in place of the one in the app's dashboard. Meta asks that address at once whether it is ours. A
 * business account has one such address, so of several numbers the one that was connected last has it, and
 * distributes.
 */
export async function connect(
  context: AccountContext,
  arrangement: ReceivingArrangement,
): Promise<ConnectReport> {
  let account: ConnectedAccount | null = null;
  const steps: readonly ConnectStep[] = [
    {
      name: 'phone number',
      run: async () => {
        const number = await findNumber(context);
        account = number.account;
        return number.description;
      },
    },
    { name: 'business account', run: () => findBusiness(context) },
    { name: 'webhook', run: () => subscribe(arrangement, context) },
  ];
  const done = await runSteps('WhatsApp', steps);
  return { steps: done, account };
}

async function findNumber(
  context: AccountContext,
): Promise<{ readonly account: ConnectedAccount; readonly description: string }> {
  const number = PhoneNumber.parse(
    await call({ method: 'GET', path: numberPath(context), query: { fields: PHONE_NUMBER_FIELDS } }, context),
  );
  const { id, display_phone_number: shown, verified_name: name } = number;
  const quality = number.quality_rating === undefined ? '' : `, quality ${number.quality_rating}`;
  const limit = number.whatsapp_business_manager_messaging_limit;
  return {
    account: { externalId: id, displayName: name ?? shown, username: shown.replaceAll(/\D/gu, '') },
    description: `The token works for ${shown} (${name ?? 'no verified name yet'})${quality}${limit === undefined ? '' : `, messaging limit ${limit}`}.`,
  };
}

async function findBusiness(context: AccountContext): Promise<string> {
  const { id, name } = BusinessAccount.parse(
    await call({ method: 'GET', path: businessPath(context), query: { fields: 'id,name' } }, context),
  );
  return `The token may manage the business account ${name ?? id}.`;
}

async function subscribe(arrangement: ReceivingArrangement, context: AccountContext): Promise<string> {
  if (arrangement.mode === 'polling') {
    throw new ChannelError(
      'rejected',
      'WhatsApp brings events to a public address only: set PUBLIC_URL, start again and check the account.',
      { platformCode: 'webhook:no-address', cause: 'not-permitted', actionBy: 'operator' },
    );
  }
  const { url } = arrangement;
  const { verifyToken = '' } = context.credentials;
  Success.parse(
    await call(
      {
        method: 'POST',
        path: businessPath(context, 'subscribed_apps'),
        body: { override_callback_uri: url, verify_token: verifyToken },
      },
      context,
    ),
  );
  return `WhatsApp will bring events to ${url}.`;
}

function call(graphCall: GraphCall, context: AccountContext): Promise<unknown> {
  return callGraphRepeatably(graphCall, graphOf(context), context);
}
