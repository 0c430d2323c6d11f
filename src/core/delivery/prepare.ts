import type { ChannelDefinition, WireRequest } from '../channel/index.ts';
import type { Core } from '../inbox/core.ts';
import { toOutbound } from '../inbox/to-outbound.ts';
import { weighSending } from '../inbox/weigh-sending.ts';
import { momentOf } from '../inbox/weighed.ts';
import type { MessageFailure } from '../model/failure.ts';
import type { PolicyDecision } from '../model/policy.ts';
import type { ClaimedMessage } from '../store/outbox-claim.ts';
import type { FactsRow } from '../store/policy-facts.ts';
import type { ChannelAccount } from '../store/rows.ts';

export type Prepared =
  | { readonly kind: 'ready'; readonly adapter: ChannelDefinition; readonly requests: readonly WireRequest[] }
  /** Policy says no by now: a window has closed, the contact has left. */
  | { readonly kind: 'refused'; readonly decision: PolicyDecision }
  /** It can not be put on its channel (any more). */
  | { readonly kind: 'unrenderable'; readonly failure: MessageFailure }
  /** What belongs to it could not be read (the store is away): that says nothing about the message itself. */
  | { readonly kind: 'not-now' };

/**
 * The last look before the wire: policy once more, and the exact requests.
 *
 * @param rows  What is known about the recipient now; empty: they are gone.
 */
export async function prepare(
  core: Pick<Core, 'channels' | 'clock' | 'log' | 'db' | 'vault' | 'lastingMediaUrl' | 'joinUrl' | 'linkKey'>,
  message: ClaimedMessage,
  account: ChannelAccount,
  rows: readonly FactsRow[],
): Promise<Prepared> {
  const { channels, clock, log } = core;
  const adapter = channels.find(account.channel);
  if (adapter === null) return unrenderable('adapter-missing', `No "${account.channel}" is installed.`);
  const [row] = rows;
  if (row === undefined) return unrenderable('recipient-missing', 'The recipient is no longer there.');
  const at = clock.now();
  const decision = weighSending(adapter, { channels, rows, message, at });
  if (decision.verdict === 'REFUSE') return { kind: 'refused', decision };
  const outbound = await toOutbound(core, adapter, {
    id: message.id,
    message,
    recipient: {
      externalId: message.recipientExternalId,
      aliases: row.aliases,
      kind: message.recipientKind,
      deviceFeatures: message.recipientFeatures,
      lastInboundAt: message.lastInboundAt,
    },
    replyToExternalId: message.replyToExternalId,
    account,
    at: momentOf(row, at),
  }).catch((error: unknown) => {
    log.error({ error, messageId: message.id, accountId: account.id }, 'a message could not be put together');
    return null;
  });
  if (outbound === null) return { kind: 'not-now' };
  try {
    const rendering = adapter.render(outbound);
    if (rendering.kind === 'unrenderable') {
      const [first] = rendering.problems;
      return unrenderable('unrenderable', first?.message ?? 'The channel can not carry this message.');
    }
    // An edition of the adapter that renders fewer requests than have been taken has nothing left to send.
    return rendering.requests.length > message.acceptedRequests
      ? { kind: 'ready', adapter, requests: rendering.requests }
      : unrenderable('nothing-to-send', 'The adapter makes no request of this message.');
  } catch (error) {
    // Rendering is pure and total by contract; one that breaks costs its own message and no other.
    log.error({ error, messageId: message.id, channel: adapter.name }, 'an adapter failed to render');
    return unrenderable('render-failed', 'The adapter failed to render this message.');
  }
}

function unrenderable(code: string, description: string): Prepared {
  return {
    kind: 'unrenderable',
    failure: {
      kind: 'rejected',
      cause: 'invalid-content',
      actionBy: 'author',
      platformCode: `confab:${code}`,
      description,
    },
  };
}
