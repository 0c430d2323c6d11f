import { createTopic } from '../../../src/core/consent/create-topic.ts';
import { followMessage } from '../../../src/core/consent/follow-message.ts';
import { recordConsent } from '../../../src/core/consent/record-consent.ts';
import { type Subscription, subscriptionsOf } from '../../../src/core/consent/subscriptions.ts';
import type { ConversationId, MessageId } from '../../../src/core/model/ids.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { readConsentsOfIdentity } from '../../../src/core/store/consent-ledger.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { Identity, Topic } from '../../../src/core/store/rows.ts';
import { conversations, messages } from '../../../src/core/store/tables/index.ts';
import type { OpenTestDatabase } from '../../support/describe-on-every-engine.ts';
import { createSendingScene, type SceneOptions, type SendingScene } from '../delivery/sending-scene.ts';

/** A consent that was given elsewhere, on paper or in a form. */
export const FORM_LOG = {
  action: 'CONFIRMED',
  legalBasis: 'CONSENT',
  messageId: null,
  evidence: 'Form log, line 7',
  wording: null,
  privacyNoticeUrl: null,
  privacyNoticeVersion: null,
  occurredAt: null,
} as const;

export interface ConsentScene extends SendingScene {
  topic(name: string): Promise<Topic>;
  agree(who: Identity, topic: Topic): Promise<void>;
  /** The contact writes or taps, and nobody has read it yet. */
  hears(who: Identity, part: string | Part): Promise<MessageId>;
  /** The contact writes or taps, and the automation has read it. */
  says(who: Identity, part: string | Part): Promise<MessageId>;
  subscriptions(who: Identity): Promise<readonly Subscription[]>;
  stateOf(who: Identity, topic: Topic): Promise<Subscription['state'] | null>;
}

export async function createConsentScene(
  open: OpenTestDatabase,
  options: SceneOptions = {},
): Promise<ConsentScene> {
  const scene = await createSendingScene(open, options);
  const { core, workspace, account } = scene;
  const { owner } = workspace;
  let spoken = 0;
  const subscriptions = async (who: Identity) =>
    subscriptionsOf(await readConsentsOfIdentity(core.db, owner.workspaceId, who.id), core.clock.now());
  const consentScene: ConsentScene = {
    ...scene,
    subscriptions,
    async topic(name) {
      const outcome = await createTopic(core, owner, {
        name,
        purpose: 'NEWSLETTER',
        wording: `Do you want ${name}?`,
        privacyNoticeUrl: 'https://acme.example/privacy',
        privacyNoticeVersion: '3',
      });
      if (outcome.kind !== 'created') throw new Error(outcome.message);
      return outcome.topic;
    },
    async agree(who, topic) {
      const outcome = await recordConsent(core, owner, {
        identityId: who.id,
        topicId: topic.id,
        purpose: topic.purpose,
        ...FORM_LOG,
      });
      if (outcome.kind !== 'recorded') throw new Error(outcome.message);
    },
    async hears(who, part) {
      const id = newId<MessageId>();
      spoken += 1;
      const now = core.clock.now();
      const [conversation] = await core.db.orm
        .insert(conversations)
        .values({
          id: newId<ConversationId>(),
          workspaceId: owner.workspaceId,
          inboxId: account.inboxId,
          contactId: who.contactId,
          lastMessageAt: now,
          createdAt: now,
        })
        .onConflictDoUpdate({
          target: [conversations.inboxId, conversations.contactId],
          set: { lastMessageAt: now },
        })
        .returning();
      if (conversation === undefined) throw new Error('An upsert returned no row.');
      await core.db.orm.insert(messages).values({
        id,
        workspaceId: owner.workspaceId,
        conversationId: conversation.id,
        channelAccountId: account.id,
        identityId: who.id,
        direction: 'INBOUND',
        authorKind: 'CONTACT',
        externalId: `said-${spoken}`,
        parts: [typeof part === 'string' ? { type: 'text', text: part } : part],
        preview: '',
        number: 1_000 + spoken,
        sentAt: now,
        receivedAt: now,
      });
      return id;
    },
    async says(who, part) {
      const id = await consentScene.hears(who, part);
      await followMessage(core, owner.workspaceId, id);
      return id;
    },
    async stateOf(who, topic) {
      return (await subscriptions(who)).find(({ topicId }) => topicId === topic.id)?.state ?? null;
    },
  };
  return consentScene;
}
