import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whatsapp } from '../../../src/channels/whatsapp/index.ts';
import { checkSend } from '../../../src/core/inbox/check-send.ts';
import { previewMessage } from '../../../src/core/inbox/preview-message.ts';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import type { ContactId, IdentityId, TemplateId } from '../../../src/core/model/ids.ts';
import type { MediaSource, TemplatePart } from '../../../src/core/model/part.ts';
import type { TemplateContent, TemplateStatus } from '../../../src/core/model/template.ts';
import type { Purpose } from '../../../src/core/model/words.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { ChannelAccount } from '../../../src/core/store/rows.ts';
import { contacts, identities, templates } from '../../../src/core/store/tables/index.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import {
  createTestCore,
  createTestWorkspace,
  type TestCore,
  type TestWorkspace,
} from '../../support/test-core.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';
import { connectTestAccount } from '../../support/workspace.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let core: TestCore;
let workspace: TestWorkspace;
let account: ChannelAccount;
let identityId: IdentityId;

beforeAll(async () => {
  core = createTestCore({ db: await pool.open(), channels: [whatsapp] });
  workspace = await createTestWorkspace(core);
  account = await connectTestAccount(core, workspace.owner, {
    channel: 'whatsapp',
    credentials: { phoneNumberId: '55', businessAccountId: '66', accessToken: 'token', appSecret: 'secret' },
  });
  identityId = await makeMara();
  await keepTemplate('order_ready');
  await keepTemplate('order_paused', { status: 'PAUSED' });
  await keepTemplate('order_photo', { header: { kind: 'image', exampleHandle: null } });
  await keepTemplate('order_titled', {
    header: { kind: 'text', text: 'Order {{1}}', examples: { '1': '4471' } },
  });
  await keepTemplate('order_link', {
    buttons: [{ kind: 'url', title: 'Show', url: 'https://example.org/o/{{1}}', example: null }],
  });
  await keepTemplate('order_code', { buttons: [{ kind: 'copy-code', example: 'HELLO10' }] });
});
afterAll(async () => {
  await core.wake.close();
  await pool.stop();
});

const VALUES = { name: 'Mara', number: '4471' };
const PHOTO: MediaSource = { from: 'url', url: 'https://example.org/cake.jpg' };
const ready = (facts: Partial<TemplatePart> = {}): TemplatePart => ({
  type: 'template',
  name: 'order_ready',
  language: 'en',
  variables: VALUES,
  ...facts,
});

describe('a message with a template', () => {
  it.each<[string, Partial<TemplatePart>, string, RegExp]>([
    ['names one that is not there', { name: 'no_such' }, 'name', /no template "no_such"/u],
    ['names it in a language that it does not have', { language: 'fr' }, 'language', /there in en/u],
    ['names one that is paused', { name: 'order_paused' }, 'name', /PAUSED/u],
    ['leaves a variable out', { variables: { name: 'Mara' } }, 'variables.number', /\{\{number\}\}/u],
    ['leaves a variable empty', { variables: { ...VALUES, number: ' ' } }, 'variables.number', /needs/u],
    ['fills one that is not there', { variables: { ...VALUES, 1: 'x' } }, 'variables.1', /has no \{\{1\}\}/u],
    ['counts where names are', { variables: { 1: 'Mara', 2: '4471' } }, 'variables.name', /\{\{name\}\}/u],
    ['brings no picture', { name: 'order_photo' }, 'header', /header of kind image/u],
    [
      'brings a file for a picture',
      { name: 'order_photo', header: PHOTO, headerKind: 'file' },
      'header',
      /kind image/u,
    ],
    ['brings a picture that has no place', { header: PHOTO }, 'header', /neither file nor place/u],
    ['leaves its title empty', { name: 'order_titled' }, 'headerVariables.1', /\{\{1\}\}/u],
    ['leaves a link without its end', { name: 'order_link' }, 'buttonValues', /Button 0/u],
    [
      'gives a code to a link',
      { name: 'order_link', buttonValues: [{ index: 0, kind: 'code', value: 'x' }] },
      'buttonValues',
      /url-ending/u,
    ],
    ['gives no code', { name: 'order_code' }, 'buttonValues', /kind code/u],
    [
      'fills a button that is not there',
      { buttonValues: [{ index: 3, kind: 'code', value: 'x' }] },
      'buttonValues',
      /Button 3/u,
    ],
    ['gives a payload where no button is', { buttonPayloads: ['OK'] }, 'buttonPayloads', /no quick reply/u],
  ])(
    'is refused when it %s, and says where and what else could be sent',
    async (_name, facts, path, words) => {
      const part = ready(facts);

      const outcome = await send(part);
      const dry = await dryRun(part);
      const preview = await look(part);

      if (outcome.kind !== 'refused' || dry.kind !== 'checked') throw new Error(outcome.kind);
      expect(outcome.decision).toMatchObject({
        rule: 'template-usable',
        reason: expect.stringMatching(words),
      });
      expect(outcome.problems?.map((problem) => problem.path)).toContainEqual([
        'parts',
        0,
        'template',
        ...path.split('.'),
      ]);
      expect(outcome.decision.remedies).toMatchObject([
        {
          kind: 'use-template',
          templates: ['order_code', 'order_link', 'order_photo', 'order_ready', 'order_titled'].map(
            (name) => ({
              name,
              language: 'en',
            }),
          ),
        },
      ]);
      expect(dry.decision).toEqual(outcome.decision);
      expect(preview?.rendering).toMatchObject({ kind: 'unrenderable' });
    },
  );

  it.each<[string, Partial<TemplatePart>]>([
    ['its variables', {}],
    ['a picture', { name: 'order_photo', header: PHOTO }],
    ['a title', { name: 'order_titled', headerVariables: { 1: '4471' } }],
    [
      'the end of a link',
      { name: 'order_link', buttonValues: [{ index: 0, kind: 'url-ending', value: '4471' }] },
    ],
    ['a code', { name: 'order_code', buttonValues: [{ index: 0, kind: 'code', value: 'HELLO10' }] }],
  ])('is taken when it fills %s', async (_name, facts) => {
    const outcome = await send(ready(facts));

    expect(outcome.kind).toBe('queued');
  });

  it('is weighed by the category that the platform gave it, whatever its purpose says', async () => {
    const outcome = await send(ready(), 'MARKETING');

    expect(outcome).toMatchObject({ kind: 'refused', decision: { rule: 'template-purpose' } });
  });

  it('is shown with its values in their places', async () => {
    const preview = await look(
      ready({ name: 'order_link', buttonValues: [{ index: 0, kind: 'url-ending', value: '4471' }] }),
    );

    expect(preview).toMatchObject({
      rendering: { kind: 'rendered' },
      template: {
        header: null,
        body: 'Hello Mara, order 4471 is ready.',
        footer: 'Lindenhof',
        buttons: [{ kind: 'url', title: 'Show', value: 'https://example.org/o/4471' }],
      },
    });
  });
});

const options = { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false } as const;
let count = 0;

function send(part: TemplatePart, purpose: Purpose = 'TRANSACTIONAL') {
  count += 1;
  return sendMessage(core, workspace.owner, {
    conversationId: null,
    identityId,
    purpose,
    options,
    parts: [part],
    replyToId: null,
    idempotencyKey: `message-${count}`,
  });
}

function dryRun(part: TemplatePart) {
  return checkSend(core, workspace.owner, {
    conversationId: null,
    identityId,
    author: 'BOT',
    purpose: 'TRANSACTIONAL',
    parts: [part],
    at: null,
    assume: {},
  });
}

async function look(part: TemplatePart) {
  const outcome = await previewMessage(core, workspace.owner, {
    conversationId: null,
    identityId,
    purpose: 'TRANSACTIONAL',
    options,
    parts: [part],
    replyToId: null,
  });
  if (outcome.kind !== 'preview') throw new Error(outcome.message);
  return outcome.channels[0];
}

async function keepTemplate(
  name: string,
  { status = 'APPROVED', ...content }: Partial<TemplateContent> & { readonly status?: TemplateStatus } = {},
): Promise<void> {
  const now = core.clock.now();
  await core.db.orm.insert(templates).values({
    id: newId<TemplateId>(),
    workspaceId: account.workspaceId,
    channelAccountId: account.id,
    externalId: name,
    name,
    language: 'en',
    category: 'UTILITY',
    status,
    platformStatus: status,
    isApproved: status === 'APPROVED',
    content: {
      variableStyle: 'named',
      header: null,
      body: { text: 'Hello {{name}}, order {{number}} is ready.', examples: {} },
      footer: 'Lindenhof',
      buttons: [],
      ...content,
    },
    createdAt: now,
    changedAt: now,
    syncedAt: now,
  });
}

/** She has written just now. */
async function makeMara(): Promise<IdentityId> {
  const now = core.clock.now();
  const contactId = newId<ContactId>();
  const id = newId<IdentityId>();
  await core.db.orm.insert(contacts).values({
    id: contactId,
    workspaceId: account.workspaceId,
    name: 'Mara',
    timeZone: null,
    attributes: {},
    tags: [],
    createdAt: now,
  });
  await core.db.orm.insert(identities).values({
    id,
    workspaceId: account.workspaceId,
    contactId,
    channelAccountId: account.id,
    externalId: '491713920077',
    kind: 'PERSON',
    reachability: 'REACHABLE',
    lastInboundAt: now,
    createdAt: now,
  });
  return id;
}
