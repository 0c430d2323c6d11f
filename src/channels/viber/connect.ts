import {
  type AccountContext,
  ChannelError,
  type ConnectedAccount,
  type ConnectReport,
  type ReceivingArrangement,
} from '../../core/channel/index.ts';
import { runStep } from '../shared/connect-steps.ts';
import { callRepeatably } from './call-api.ts';
import { AccountInfo } from './payload.ts';

/** Messages come whether asked for or not. */
const REQUESTED_EVENTS = [
  'delivered',
  'seen',
  'failed',
  'subscribed',
  'unsubscribed',
  'conversation_started',
];

/** Who the token belongs to, then where events go. Viber calls that address before it answers. */
export async function connect(
  context: AccountContext,
  arrangement: ReceivingArrangement,
): Promise<ConnectReport> {
  let found: AccountInfo | null = null;
  const asked = await runStep('Viber', {
    name: 'get_account_info',
    run: async () => {
      found = await whoAmI(context);
      return `The token belongs to ${found.name ?? found.id}, which has ${found.subscribers_count ?? 'no count of'} subscribers.`;
    },
  });
  if (found === null) return { steps: [asked], account: null };
  const { id, name, uri, webhook }: AccountInfo = found;
  const account: ConnectedAccount = { externalId: id, displayName: name ?? uri ?? id, username: uri ?? null };
  const arranged = await runStep('Viber', {
    name: 'set_webhook',
    run: () => setWebhook(context, arrangement, webhook ?? ''),
  });
  return { steps: [asked, arranged], account };
}

/** Viber then brings nothing, and takes no messages either. */
export async function disconnect(context: AccountContext): Promise<void> {
  try {
    await callRepeatably('set_webhook', { url: '' }, context);
  } catch (error) {
    // Viber no longer takes the token, or the bot has no webhook: then it brings us nothing either.
    if (!(error instanceof ChannelError && error.kind === 'unauthorized')) throw error;
  }
}

async function whoAmI(context: AccountContext): Promise<AccountInfo> {
  const info = AccountInfo.safeParse(await callRepeatably('get_account_info', {}, context));
  if (info.success) return info.data;
  throw new ChannelError('unavailable', 'Viber did not say whose token this is.', {
    platformCode: 'answer:malformed',
  });
}

async function setWebhook(
  context: AccountContext,
  arrangement: ReceivingArrangement,
  previousUrl: string,
): Promise<string> {
  if (arrangement.mode === 'polling') {
    throw new ChannelError(
      'rejected',
      'Viber brings events to a public https address and to nothing else. Set PUBLIC_URL.',
      { platformCode: 'webhook:none', actionBy: 'operator' },
    );
  }
  const { url } = arrangement;
  await callRepeatably(
    'set_webhook',
    { url, event_types: REQUESTED_EVENTS, send_name: true, send_photo: true },
    context,
  );
  const isReplaced = previousUrl !== '' && previousUrl !== url;
  return `Viber will bring events to ${url}${isReplaced ? `, and no longer to ${previousUrl}` : ''}.`;
}
