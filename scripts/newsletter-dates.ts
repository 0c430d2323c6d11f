import { BUILT_IN_CHANNELS } from '../src/built-in-channels.ts';
import { createTopic } from '../src/core/consent/create-topic.ts';
import { recordConsent } from '../src/core/consent/record-consent.ts';
import { checkSend } from '../src/core/inbox/check-send.ts';
import { sendMessage } from '../src/core/inbox/send-message.ts';
import type { ContactId, IdentityId, TopicId } from '../src/core/model/ids.ts';
import { newId } from '../src/core/store/new-id.ts';
import { contacts, identities } from '../src/core/store/tables/index.ts';
import {
  createTestCore,
  createTestWorkspace,
  type TestCore,
  type TestWorkspace,
} from '../test/support/test-core.ts';
import type { TestDatabase } from '../test/support/test-database.ts';
import { connectTestAccount } from '../test/support/workspace.ts';

const CREDENTIALS = {
  whatsapp: {
    phoneNumberId: '1',
    businessAccountId: '2',
    accessToken: 'a',
    appSecret: 's',
    verifyToken: 'v',
  },
  telegram: { botToken: '7001:token', webhookSecret: 'secret' },
  viber: { authToken: 'token', displayName: 'Acme' },
} as const;
const ASKED = [
  ['whatsapp', '2019-12-06'],
  ['whatsapp', '2019-12-07'],
  ['whatsapp', '2026-06-15'],
  ['telegram', '2026-06-15'],
  ['viber', '2026-06-15'],
] as const;
const NOON = 'T12:00:00Z';

/** The same newsletter to the same confirmed subscriber: what `checkSend` says, day by day, and what is then sent. */
export async function newsletterDates(db: TestDatabase): Promise<string> {
  const core = createTestCore({ db, channels: BUILT_IN_CHANNELS });
  core.clock.set(new Date(`2026-06-15${NOON}`));
  const workspace = await createTestWorkspace(core);
  const topic = await createTopic(core, workspace.owner, {
    ...{ name: 'Spring news', purpose: 'NEWSLETTER', wording: null },
    ...{ privacyNoticeUrl: null, privacyNoticeVersion: null },
  });
  if (topic.kind !== 'created') throw new Error(topic.message);
  const lines: string[] = [];
  for (const [channel, day] of ASKED) {
    const identityId = await subscriber(core, workspace, channel, topic.topic.id);
    const declaration = { topicId: topic.topic.id, goods: [], containsPromotion: false };
    const newsletter = {
      conversationId: null,
      identityId,
      purpose: 'NEWSLETTER',
      parts: [{ type: 'text', text: 'Tulips are in.' }],
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false, declaration },
    } as const;
    const at = new Date(`${day}${NOON}`);
    const asked = await checkSend(core, workspace.owner, {
      ...newsletter,
      author: 'CAMPAIGN',
      at,
      assume: {},
    });
    if (asked.kind !== 'checked') throw new Error(asked.message);
    const { verdict, rule, effectiveFrom, reason } = asked.decision;
    const why = rule === null ? reason : `${rule}, since ${effectiveFrom}: ${reason}`;
    lines.push(`${day}  ${channel.padEnd(8)}  ${verdict.padEnd(6)}  ${why}`);
    if (day !== '2026-06-15') continue;
    const command = { ...newsletter, replyToId: null, idempotencyKey: channel };
    const sent = await sendMessage(core, workspace.owner, command, 'CAMPAIGN');
    lines.push(`            sendMessage: ${sent.kind}`);
  }
  await core.wake.close();
  return `${lines.join('\n')}\n`;
}

async function subscriber(
  core: TestCore,
  { owner }: TestWorkspace,
  channel: keyof typeof CREDENTIALS,
  topicId: TopicId,
): Promise<IdentityId> {
  const account = await connectTestAccount(core, owner, {
    channel,
    credentials: CREDENTIALS[channel],
    externalId: newId(),
  });
  const createdAt = core.clock.now();
  const { workspaceId } = owner;
  const contactId = newId<ContactId>();
  const id = newId<IdentityId>();
  await core.db.orm
    .insert(contacts)
    .values({ id: contactId, workspaceId, name: 'Ada', attributes: {}, tags: [], createdAt });
  await core.db.orm.insert(identities).values({
    ...{ id, workspaceId, contactId, channelAccountId: account.id, externalId: '491700000001' },
    ...{ kind: 'PERSON', reachability: 'REACHABLE', lastInboundAt: createdAt, createdAt },
  });
  const agreed = await recordConsent(core, owner, {
    ...{ identityId: id, topicId, purpose: 'NEWSLETTER', action: 'CONFIRMED', legalBasis: 'CONSENT' },
    ...{ messageId: null, evidence: 'Form log, line 7', wording: null, occurredAt: null },
    ...{ privacyNoticeUrl: null, privacyNoticeVersion: null },
  });
  if (agreed.kind !== 'recorded') throw new Error(agreed.message);
  return id;
}
