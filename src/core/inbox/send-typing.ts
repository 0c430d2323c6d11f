import type { ConversationId } from '../model/ids.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { findLastInbound } from '../store/last-inbound.ts';
import { readPolicyFacts } from '../store/policy-facts.ts';
import { findRecipientByConversation } from '../store/recipients.ts';
import type { Conversation } from '../store/rows.ts';
import type { Core } from './core.ts';
import type { MessageRefused } from './send-message.ts';
import { factsAsk, weighSending } from './weigh-sending.ts';
import type { Weighed } from './weighed.ts';

const TYPING_TIMEOUT_MS = 5_000;

/**
 * Shows the contact that somebody is writing, where an answer by now would be allowed: who has closed a chat is not
 * told that we are typing in it. Best effort: never an accident.
 */
export async function sendTyping(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly conversationId: ConversationId },
): Promise<{ readonly kind: 'done'; readonly conversation: Conversation } | MessageRefused | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const recipient = await findRecipientByConversation(core.db, viewer.workspaceId, input.conversationId);
  if (recipient?.conversation == null) return notFound('conversation', ['conversationId']);
  const adapter = core.channels.find(recipient.account.channel);
  if (adapter?.startTyping === undefined) {
    return validationFailed(`${adapter?.displayName ?? 'This channel'} can not show typing.`, [
      'conversationId',
    ]);
  }
  const answer: Weighed = {
    author: viewer.kind === 'member' ? 'MEMBER' : 'BOT',
    purpose: 'SERVICE',
    parts: [{ type: 'text', text: '…' }],
  };
  const at = core.clock.now();
  const ask = factsAsk(viewer.workspaceId, recipient.identity.id, answer);
  const [rows = []] = await readPolicyFacts(core.db, [ask], at, true);
  const decision = weighSending(adapter, { channels: core.channels, rows, message: answer, at });
  if (decision.verdict === 'REFUSE') return { kind: 'refused', decision };
  try {
    // Some platforms show typing only in answer to a message.
    const last = await findLastInbound(core.db, {
      workspaceId: viewer.workspaceId,
      conversationId: input.conversationId,
      identityId: recipient.identity.id,
      upToMessageId: null,
    });
    const context = await core.openAccount(recipient.account, TYPING_TIMEOUT_MS);
    await adapter.startTyping(recipient.identity.externalId, context, last?.messageExternalId ?? null);
    return { kind: 'done', conversation: recipient.conversation };
  } catch (error) {
    core.log.warn({ error, accountId: recipient.account.id }, 'typing was not shown');
    return {
      kind: 'channel-unavailable',
      message: `${adapter.displayName} did not show it.`,
      path: [],
      platformCode: null,
      isRetryable: true,
    };
  }
}
