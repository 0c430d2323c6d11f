import type { ConversationId, IdentityId } from '../model/ids.ts';
import type { PolicyDecision, PolicyFacts } from '../model/policy.ts';
import { type NotFound, notFound } from '../model/result.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import { readPolicyFacts } from '../store/policy-facts.ts';
import { findRecipientByConversation, findRecipientByIdentity } from '../store/recipients.ts';
import type { Core } from './core.ts';
import { factsAsk, weighSending } from './weigh-sending.ts';
import type { Weighed } from './weighed.ts';

export interface CheckSendQuestion extends Weighed {
  /** One of the two; a conversation is answered where it was last heard from. */
  readonly conversationId: ConversationId | null;
  readonly identityId: IdentityId | null;
  /** Null: now. */
  readonly at: Date | null;
  readonly assume: Partial<PolicyFacts>;
}

export interface SendChecked {
  readonly kind: 'checked';
  readonly decision: PolicyDecision;
}

/** The dry run: what policy would say to this message, now or on another day, and with other facts. Writes nothing. */
export async function checkSend(
  core: Pick<Core, 'db' | 'channels' | 'clock'>,
  viewer: WorkspaceViewer,
  { conversationId, identityId, at, assume, ...message }: CheckSendQuestion,
): Promise<SendChecked | NotFound> {
  const recipient =
    identityId !== null
      ? await findRecipientByIdentity(core.db, viewer.workspaceId, identityId)
      : conversationId !== null
        ? await findRecipientByConversation(core.db, viewer.workspaceId, conversationId)
        : null;
  if (recipient === null) {
    return identityId !== null
      ? notFound('identity', ['identityId'])
      : notFound('conversation', ['conversationId']);
  }
  const adapter = core.channels.find(recipient.account.channel);
  if (adapter === null) return notFound('channel', []);
  const instant = at ?? core.clock.now();
  const ask = { ...factsAsk(viewer.workspaceId, recipient.identity.id, message), isFixedTime: at !== null };
  const [rows = []] = await readPolicyFacts(core.db, [ask], instant, true);
  const decision = weighSending(adapter, { channels: core.channels, rows, message, at: instant, assume });
  return { kind: 'checked', decision };
}
