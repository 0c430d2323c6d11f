import { whatsapp } from '../src/channels/whatsapp/index.ts';
import { startWhatsAppSimulator } from '../src/channels/whatsapp/simulator/index.ts';
import type { TemplateDraft } from '../src/core/channel/index.ts';
import { previewMessage } from '../src/core/inbox/preview-message.ts';
import { sendMessage } from '../src/core/inbox/send-message.ts';
import type { ContactId, IdentityId } from '../src/core/model/ids.ts';
import type { WorkspaceViewer } from '../src/core/model/viewer.ts';
import { newId } from '../src/core/store/new-id.ts';
import type { ChannelAccount } from '../src/core/store/rows.ts';
import { contacts, identities } from '../src/core/store/tables/index.ts';
import { findTemplateByName } from '../src/core/store/templates.ts';
import { createTemplate } from '../src/core/templates/create-template.ts';
import { syncTemplates } from '../src/core/templates/sync-templates.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../test/support/test-core.ts';
import type { TestDatabase } from '../test/support/test-database.ts';
import { connectTestAccount } from '../test/support/workspace.ts';

const ORDER_READY: TemplateDraft = {
  name: 'order_ready',
  language: 'en',
  category: 'UTILITY',
  variableStyle: 'named',
  header: null,
  body: { text: 'Hello {{name}}, order {{number}} is ready.', examples: { name: 'Ada', number: '4471' } },
  footer: null,
  buttons: [],
};

/** One template at a simulated WhatsApp: made, approved, filled and sent, with every refusal on the way. */
export async function templateLife(db: TestDatabase): Promise<string> {
  const platform = await startWhatsAppSimulator({ templateReviewMs: null });
  const core = createTestCore({ db, channels: [whatsapp] });
  try {
    const { owner } = await createTestWorkspace(core);
    const { phoneNumberId, businessAccountId, accessToken, appSecret } = platform.addNumber({
      phone: '4930901820',
      verifiedName: 'Lindenhof',
    });
    const account = await connectTestAccount(core, owner, {
      channel: 'whatsapp',
      credentials: { phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken: 'token' },
      apiBaseUrl: platform.url,
      externalId: phoneNumberId,
    });
    const identityId = await addAda(core, account);
    const create = (draft: TemplateDraft) => made(core, owner, account, draft);
    const send = (variables: Readonly<Record<string, string>>) => sent(core, owner, identityId, variables);
    const values = { name: 'Ada', number: '4471' };
    const withoutExample = { ...ORDER_READY.body, examples: { name: 'Ada' } };
    const lines = [
      `createTemplate  ${await create({ ...ORDER_READY, body: withoutExample })}`,
      `createTemplate  ${await create(ORDER_READY)}`,
      `sendMessage     ${await send(values)}`,
    ];
    await approve(platform.controlUrl);
    lines.push(
      `syncTemplates   ${await synced(core, owner, account)}`,
      `sendMessage     ${await send({ name: 'Ada' })}`,
      `sendMessage     ${await send({ ...values, town: 'Wien' })}`,
      `previewMessage  ${await previewed(core, owner, identityId, values)}`,
      `sendMessage     ${await send(values)}`,
    );
    return `${lines.join('\n')}\n`;
  } finally {
    await core.wake.close();
    await platform.close();
  }
}

async function addAda({ db, clock }: TestCore, account: ChannelAccount): Promise<IdentityId> {
  const [contactId, id] = [newId<ContactId>(), newId<IdentityId>()];
  const { workspaceId, id: channelAccountId } = account;
  const createdAt = clock.now();
  await db.orm
    .insert(contacts)
    .values({ id: contactId, workspaceId, name: 'Ada', attributes: {}, tags: [], createdAt });
  await db.orm.insert(identities).values({
    ...{ id, workspaceId, contactId, channelAccountId, externalId: '491700000001', kind: 'PERSON' },
    ...{ reachability: 'REACHABLE', lastInboundAt: createdAt, createdAt },
  });
  return id;
}

/** What Meta's reviewers do. */
async function approve(controlUrl: string): Promise<void> {
  const path = '/accounts/4930901820/templates/order_ready/verdict';
  const response = await fetch(`${controlUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event: 'APPROVED', reason: null }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function made(
  core: TestCore,
  viewer: WorkspaceViewer,
  { id }: ChannelAccount,
  draft: TemplateDraft,
): Promise<string> {
  const outcome = await createTemplate(core, viewer, {
    channelAccountId: id,
    draft,
    idempotencyKey: newId(),
  });
  if (outcome.kind !== 'created') return `${outcome.kind}: ${outcome.path.join('.')}: ${outcome.message}`;
  return described(outcome.template);
}

async function synced(core: TestCore, viewer: WorkspaceViewer, { id }: ChannelAccount): Promise<string> {
  const outcome = await syncTemplates(core, viewer, { channelAccountId: id });
  if (outcome.kind !== 'synced') return `${outcome.kind}: ${outcome.message}`;
  const template = await findTemplateByName(core.db, viewer.workspaceId, {
    channelAccountId: id,
    name: ORDER_READY.name,
    language: ORDER_READY.language,
  });
  return template === null ? 'none' : described(template);
}

function described(template: {
  readonly name: string;
  readonly language: string;
  readonly category: string | null;
  readonly status: string;
}): string {
  const { name, language, category, status } = template;
  return `${name} (${language}), ${category}: ${status}`;
}

function messageTo(identityId: IdentityId, variables: Readonly<Record<string, string>>) {
  const { name, language } = ORDER_READY;
  return {
    conversationId: null,
    identityId,
    parts: [{ type: 'template', name, language, variables }],
    purpose: 'SERVICE',
    replyToId: null,
    options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
  } as const;
}

async function sent(
  core: TestCore,
  viewer: WorkspaceViewer,
  identityId: IdentityId,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const command = { ...messageTo(identityId, variables), idempotencyKey: newId() };
  const outcome = await sendMessage(core, viewer, command);
  if (outcome.kind !== 'refused') return outcome.kind;
  const { rule, reason } = outcome.decision;
  return `refused by ${rule}: ${reason}`;
}

async function previewed(
  core: TestCore,
  viewer: WorkspaceViewer,
  identityId: IdentityId,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const outcome = await previewMessage(core, viewer, messageTo(identityId, variables));
  if (outcome.kind !== 'preview') return outcome.message;
  return outcome.channels[0]?.template?.body ?? 'none';
}
