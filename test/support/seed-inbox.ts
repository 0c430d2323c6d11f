import type { CaseStatus } from '../../src/core/model/words.ts';
import { appendEvents } from '../../src/core/store/event-log.ts';
import { newId } from '../../src/core/store/new-id.ts';
import * as tables from '../../src/core/store/tables/index.ts';
import type { TestCore, TestWorkspace } from './test-core.ts';
import { connectTestAccount } from './workspace.ts';

export interface SeededInbox {
  readonly workspaceId: TestWorkspace['workspace']['id'];
  readonly inboxId: string;
  readonly channelAccountId: string;
  readonly memberId: string;
  readonly deadLetterId: string;
  readonly templateId: string;
  readonly conversations: readonly SeededConversation[];
}

export interface SeededConversation {
  readonly contactId: string;
  readonly identityId: string;
  readonly conversationId: string;
  readonly caseId: string;
  readonly inboundId: string;
  readonly outboundId: string;
  readonly mediaId: string;
}

/** How a seeded inbox differs from the next: every text in it carries the mark. */
export interface SeedOptions {
  readonly mark: string;
  readonly conversations: number;
  readonly caseStatus?: CaseStatus;
}

/** An inbox as it is after a while: contacts who wrote, answers that were sent, a file, open cases. */
export async function seedInbox(
  core: TestCore,
  { owner, workspace }: TestWorkspace,
  { mark, conversations, caseStatus = 'OPEN' }: SeedOptions,
): Promise<SeededInbox> {
  const account = await connectTestAccount(core, owner, {
    channel: 'example',
    credentials: { token: `${mark}-token` },
  });
  const workspaceId = workspace.id;
  const start = core.clock.now();
  const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
  const { orm } = core.db;

  const member = newId<typeof tables.members.$inferSelect.id>();
  await orm
    .insert(tables.members)
    .values({ id: member, workspaceId, name: `${mark} member`, role: 'AGENT', createdAt: start });
  const deadLetter = newId<typeof tables.deadLetters.$inferSelect.id>();
  await orm.insert(tables.deadLetters).values({
    id: deadLetter,
    workspaceId,
    channelAccountId: account.id,
    reason: 'not-understood',
    detail: `${mark} update`,
    body: new Uint8Array([123, 125]),
    receivedAt: start,
  });
  const template = newId<typeof tables.templates.$inferSelect.id>();
  await orm.insert(tables.templates).values({
    id: template,
    workspaceId,
    channelAccountId: account.id,
    externalId: 'welcome',
    name: `${mark}_welcome`,
    language: 'en',
    category: 'UTILITY',
    status: 'APPROVED',
    platformStatus: 'APPROVED',
    isApproved: true,
    content: {
      variableStyle: 'named',
      header: { kind: 'text', text: 'Hello {{name}}', examples: { name: 'Mara' } },
      body: { text: `Welcome to ${mark}, {{name}}.`, examples: { name: 'Mara' } },
      footer: null,
      buttons: [{ kind: 'url', title: 'Show', url: 'https://example.org/{{1}}', example: null }],
    },
    createdAt: start,
    changedAt: start,
    syncedAt: start,
  });

  const seeded: SeededConversation[] = [];
  for (let index = 0; index < conversations; index += 1) {
    const contactId = newId<typeof tables.contacts.$inferSelect.id>();
    const identityId = newId<typeof tables.identities.$inferSelect.id>();
    const conversationId = newId<typeof tables.conversations.$inferSelect.id>();
    const caseId = newId<typeof tables.cases.$inferSelect.id>();
    const inboundId = newId<typeof tables.messages.$inferSelect.id>();
    const outboundId = newId<typeof tables.messages.$inferSelect.id>();
    const mediaId = newId<typeof tables.media.$inferSelect.id>();
    await orm.insert(tables.contacts).values({
      id: contactId,
      workspaceId,
      name: `${mark} contact ${index}`,
      attributes: {},
      tags: [],
      createdAt: at(index),
    });
    await orm.insert(tables.identities).values({
      id: identityId,
      workspaceId,
      channelAccountId: account.id,
      contactId,
      externalId: `${mark}-${index}`,
      kind: 'PERSON',
      displayName: `${mark} contact ${index}`,
      reachability: 'REACHABLE',
      lastInboundAt: at(index),
      createdAt: at(index),
    });
    await orm.insert(tables.conversations).values({
      id: conversationId,
      workspaceId,
      inboxId: account.inboxId,
      contactId,
      lastInboundIdentityId: identityId,
      lastInboundAt: at(index),
      lastMessageAt: at(index + 1),
      lastMessageId: outboundId,
      unreadCount: 1,
      messageCount: 2,
      openCaseId: caseId,
      createdAt: at(index),
    });
    await orm.insert(tables.cases).values({
      id: caseId,
      workspaceId,
      conversationId,
      number: index + 1,
      status: caseStatus,
      assigneeId: member,
      openedAt: at(index),
    });
    const common = {
      workspaceId,
      conversationId,
      channelAccountId: account.id,
      identityId,
      preview: `${mark} words`,
    };
    await orm.insert(tables.messages).values([
      {
        ...common,
        id: inboundId,
        direction: 'INBOUND',
        authorKind: 'CONTACT',
        externalId: `${mark}-in-${index}`,
        parts: [
          { type: 'text', text: `${mark} words` },
          { type: 'media', kind: 'image', source: { from: 'store', mediaId } },
        ],
        number: 1,
        sentAt: at(index),
        receivedAt: at(index),
      },
      {
        ...common,
        id: outboundId,
        direction: 'OUTBOUND',
        authorKind: 'BOT',
        externalId: `${mark}-out-${index}`,
        parts: [{ type: 'text', text: `${mark} answer` }],
        number: 2,
        sentAt: at(index + 1),
        receivedAt: at(index + 1),
        purpose: 'SERVICE',
        status: 'SENT',
      },
    ]);
    await orm.insert(tables.media).values({
      id: mediaId,
      workspaceId,
      messageId: inboundId,
      channelAccountId: account.id,
      status: 'STORED',
      contentHash: 'a'.repeat(64),
      sizeBytes: 1_000,
      mimeType: 'image/png',
      createdAt: at(index),
    });
    await appendEvents(core.db, workspaceId, [
      {
        type: 'MESSAGE_RECEIVED',
        subject: { conversationId, messageId: inboundId, contactId },
        occurredAt: at(index),
      },
    ]);
    seeded.push({ contactId, identityId, conversationId, caseId, inboundId, outboundId, mediaId });
  }
  return {
    workspaceId,
    inboxId: account.inboxId,
    channelAccountId: account.id,
    memberId: member,
    deadLetterId: deadLetter,
    templateId: template,
    conversations: seeded,
  };
}
