import {
  type AccountContext,
  type Broadcast,
  type BroadcastOutcome,
  type BroadcastPort,
  ChannelError,
  type Rendering,
  type WireRequest,
} from '../../core/channel/index.ts';
import { callApi } from './call-api.ts';
import { broadcastRateLimit, MAX_BROADCAST_RECIPIENTS } from './capabilities.ts';
import { compose } from './compose.ts';
import { senderOf } from './envelope.ts';
import { toChannelError } from './errors.ts';
import { toMessageKey } from './keys.ts';
import { BroadcastReply } from './payload.ts';
import { NO_SENDER, unrenderable } from './render.ts';
import { nameless } from './send.ts';

/** The status of an entry that names a recipient and yet no failure. */
const OK = 0;

function renderBroadcast(broadcast: Broadcast): Rendering {
  const { recipients, id } = broadcast;
  if (recipients.length === 0 || recipients.length > MAX_BROADCAST_RECIPIENTS) {
    return unrenderable(
      `A broadcast of Viber has 1 to ${MAX_BROADCAST_RECIPIENTS} recipients; this one has ${recipients.length}.`,
    );
  }
  const sender = senderOf(broadcast);
  if (sender === null) return unrenderable(NO_SENDER);
  // Not a bare id: it is nobody's message, and must not be taken for one when it comes back with an answer.
  const envelope = { address: { broadcast_list: recipients }, sender, trackingData: `broadcast:${id}` };
  return compose('broadcast_message', envelope, broadcast, null);
}

/** "Ok" means that Viber took the request; whom it does not reach stands in a list beside it. */
async function sendBroadcast(
  { operation, body }: WireRequest,
  context: AccountContext,
): Promise<readonly BroadcastOutcome[]> {
  const reply = BroadcastReply.safeParse(await callApi(operation, body, context));
  if (!reply.success) throw unclear();
  const token = reply.data.message_token ?? nameless();
  const failed = (reply.data.failed_list ?? []).filter(({ status }) => status !== OK);
  const failures = new Map(failed.map((failure) => [failure.receiver, failure] as const));
  return recipientsOf(body).map((recipientExternalId) => {
    const failure = failures.get(recipientExternalId);
    if (failure === undefined) {
      return { kind: 'accepted', recipientExternalId, externalId: toMessageKey(token, recipientExternalId) };
    }
    const error = toChannelError(failure.status, failure.status_message, 'conversation');
    return { kind: 'refused', recipientExternalId, error };
  });
}

function unclear(): ChannelError {
  return new ChannelError(
    'indeterminate',
    'Viber took the broadcast, and its list of failures can not be read.',
    {
      platformCode: 'answer:malformed',
    },
  );
}

function recipientsOf({ broadcast_list }: WireRequest['body']): readonly string[] {
  return Array.isArray(broadcast_list) ? broadcast_list.map(String) : [];
}

export const broadcast: BroadcastPort = {
  maxRecipients: MAX_BROADCAST_RECIPIENTS,
  rateLimit: broadcastRateLimit,
  render: renderBroadcast,
  send: sendBroadcast,
};
