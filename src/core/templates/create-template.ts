import { createHash } from 'node:crypto';
import { ChannelError, type TemplateDraft, type TemplateSubmission } from '../channel/index.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { templateChanged } from '../inbox/template-changed.ts';
import type { ChannelAccountId, MediaId, TemplateId } from '../model/ids.ts';
import { type ChannelUnavailable, type UserError, validationFailed } from '../model/result.ts';
import { storableJson } from '../model/storable-text.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import {
  claimIdempotencyKey,
  findIdempotencyKey,
  releaseIdempotencyKey,
  setIdempotentResult,
} from '../store/idempotency.ts';
import { newId } from '../store/new-id.ts';
import type { TemplateRow } from '../store/rows.ts';
import { makeTemplateSyncDue } from '../store/template-syncs.ts';
import { findTemplate, findTemplateByName, insertTemplate } from '../store/templates.ts';
import { findTemplateAccount, type TemplateAccount } from './find-account.ts';
import { HANDLE_TO_COME, objectionToExample, withHandle, withUploadedExample } from './header-example.ts';
import { platformRefusal } from './platform-refusal.ts';
import { refreshTemplates } from './refresh-templates.ts';

export interface CreateTemplateCommand {
  readonly channelAccountId: ChannelAccountId;
  readonly draft: TemplateDraft;
  /** An uploaded file to be shown as the example of the header; absent or null: the draft has a handle, or needs none. */
  readonly exampleMediaId?: MediaId | null;
  /** The same key and draft make one template, however often they come. */
  readonly idempotencyKey: string;
}

export interface TemplateCreated {
  readonly kind: 'created';
  readonly template: TemplateRow;
}

const OPERATION = 'createTemplate';
const TIMEOUT_MS = 30_000;

/**
 * Sends a text in for approval. Its form is checked before anything leaves; the verdict comes later, as news of the
 * platform. An answer that was lost is looked for at the platform when the same key comes again.
 */
export async function createTemplate(
  core: Core,
  viewer: WorkspaceViewer,
  command: CreateTemplateCommand,
): Promise<TemplateCreated | UserError> {
  const { idempotencyKey: key, channelAccountId, exampleMediaId = null } = command;
  const found = await findTemplateAccount(core, viewer, channelAccountId, ['channelAccountId']);
  if (found.kind !== 'found') return found;
  if (key === '' || key.length > 200)
    return validationFailed('It has 1 to 200 characters.', ['idempotencyKey']);
  const draft = storableJson(command.draft);
  const objection = await objectionToExample(core, found, draft, exampleMediaId);
  if (objection !== null) return objection;
  const whole = exampleMediaId === null ? draft : withHandle(draft, HANDLE_TO_COME);
  const [problem] = found.port.checkDraft(whole);
  if (problem !== undefined) return validationFailed(problem.message, problem.path.split('.'));
  const asked = { channelAccountId, draft, ...(exampleMediaId !== null && { exampleMediaId }) };
  const requestHash = createHash('sha256').update(JSON.stringify(asked)).digest();
  const isFirst = await core.db.transaction((queries) =>
    claimIdempotencyKey(queries, {
      key,
      requestHash,
      workspaceId: viewer.workspaceId,
      operation: OPERATION,
      result: {},
      createdAt: core.clock.now(),
    }),
  );
  const attempt = { found, draft, exampleMediaId, key };
  if (isFirst) return submit(core, attempt);
  const earlier = await findIdempotencyKey(core.db, viewer.workspaceId, key);
  if (earlier === null) return notYet(found, 'The first call with this key has just failed.');
  if (earlier.operation !== OPERATION || Buffer.compare(earlier.requestHash, requestHash) !== 0) {
    return {
      kind: 'idempotency-conflict',
      message: 'This key was used for something else. Use a new key for a new template.',
      path: ['idempotencyKey'],
    };
  }
  const { templateId, isUnclear } = earlier.result;
  if (typeof templateId === 'string') {
    const template = await findTemplate(core.db, viewer.workspaceId, templateId as TemplateId);
    if (template !== null) return { kind: 'created', template };
  }
  const isOver = core.clock.now().getTime() > earlier.createdAt.getTime() + 2 * TIMEOUT_MS;
  if (isUnclear !== true && !isOver)
    return notYet(found, 'The first call with this key still waits for its answer.');
  return lookAndSubmit(core, attempt);
}

interface Attempt {
  readonly found: TemplateAccount;
  readonly draft: TemplateDraft;
  readonly exampleMediaId: MediaId | null;
  readonly key: string;
}

/** Nobody knows whether the platform took it in: its list tells. */
async function lookAndSubmit(core: Core, attempt: Attempt): Promise<TemplateCreated | UserError> {
  const { found, draft, key } = attempt;
  const { account, port } = found;
  try {
    await refreshTemplates(core, account, port);
  } catch (error) {
    return platformRefusal(core, found, error);
  }
  const template = await findTemplateByName(core.db, account.workspaceId, {
    channelAccountId: account.id,
    name: draft.name,
    language: draft.language,
  });
  if (template === null || template.vanishedAt !== null) return submit(core, attempt);
  await setIdempotentResult(core.db, account.workspaceId, key, { templateId: template.id });
  return { kind: 'created', template };
}

async function submit(core: Core, attempt: Attempt): Promise<TemplateCreated | UserError> {
  const { found, exampleMediaId, key } = attempt;
  const { account, port } = found;
  const { workspaceId } = account;
  try {
    const draft = await withUploadedExample(core, found, attempt.draft, exampleMediaId);
    const submission = await port.create(draft, await core.openAccount(account, TIMEOUT_MS));
    return await store(core, { ...attempt, draft }, submission);
  } catch (error) {
    if (error instanceof ChannelError && error.kind !== 'indeterminate') {
      await releaseIdempotencyKey(core.db, workspaceId, key);
    } else {
      await setIdempotentResult(core.db, workspaceId, key, { isUnclear: true });
      await makeTemplateSyncDue(core.db, account);
    }
    return platformRefusal(core, found, error);
  }
}

async function store(
  core: Core,
  { found: { account }, draft, key }: Attempt,
  { externalId, status, platformStatus, category }: TemplateSubmission,
): Promise<TemplateCreated> {
  const { name, language, category: wanted, ...content } = draft;
  const given = category ?? wanted;
  return commit(core, account.workspaceId, async (queries) => {
    const now = core.clock.now();
    const template = await insertTemplate(queries, {
      id: newId<TemplateId>(),
      workspaceId: account.workspaceId,
      channelAccountId: account.id,
      externalId,
      name,
      language,
      content,
      category: given,
      previousCategory: given === wanted ? null : wanted,
      comingCategory: null,
      status,
      platformStatus,
      isApproved: status === 'APPROVED',
      quality: null,
      rejectionReason: null,
      rejectionDetail: null,
      createdAt: now,
      changedAt: now,
      newsAt: null,
      syncedAt: now,
      vanishedAt: null,
    });
    await setIdempotentResult(queries, account.workspaceId, key, { templateId: template.id });
    return { result: { kind: 'created', template }, events: [templateChanged(template, now)] };
  });
}

function notYet({ displayName }: TemplateAccount, reason: string): ChannelUnavailable {
  return {
    kind: 'channel-unavailable',
    message: `${reason} Ask again in a moment, with the same key: nothing is sent to ${displayName} twice.`,
    path: ['idempotencyKey'],
    platformCode: null,
    isRetryable: true,
  };
}
