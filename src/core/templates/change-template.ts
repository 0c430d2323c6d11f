import type { TemplateContent } from '../channel/index.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { templateChanged } from '../inbox/template-changed.ts';
import type { MediaId, TemplateId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableJson } from '../model/storable-text.ts';
import type { TemplateCategory } from '../model/template.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { TemplateRow } from '../store/rows.ts';
import { makeTemplateSyncDue } from '../store/template-syncs.ts';
import { changeTemplate, findTemplate, listTemplateLanguages } from '../store/templates.ts';
import { findTemplateAccount, type TemplateAccount } from './find-account.ts';
import { HANDLE_TO_COME, objectionToExample, withHandle, withUploadedExample } from './header-example.ts';
import { platformRefusal } from './platform-refusal.ts';

export interface TemplateDone {
  readonly kind: 'done';
  readonly template: TemplateRow;
}

export interface EditTemplateCommand {
  readonly id: TemplateId;
  /** Null: stays as it is. */
  readonly category: TemplateCategory | null;
  readonly content: TemplateContent;
  /** As when a template is made. */
  readonly exampleMediaId?: MediaId | null;
}

const TIMEOUT_MS = 30_000;

/** Puts other words into a template. It waits for approval again, and can not be sent meanwhile. */
export async function editTemplate(
  core: Core,
  viewer: WorkspaceViewer,
  { id, ...command }: EditTemplateCommand,
): Promise<TemplateDone | UserError> {
  const target = await findTarget(core, viewer, id);
  if (target.kind !== 'target') return target;
  const { found, template } = target;
  const { account, port, displayName } = found;
  if (port.edit === undefined)
    return validationFailed(`${displayName} changes no templates: make another.`, ['id']);
  if (template.vanishedAt !== null) return conflict('The platform no longer has this template.', ['id']);
  const { exampleMediaId = null } = command;
  let content = storableJson(command.content);
  const category = command.category ?? template.category;
  const { name, language } = template;
  const objection = await objectionToExample(core, found, content, exampleMediaId);
  if (objection !== null) return objection;
  const whole = exampleMediaId === null ? content : withHandle(content, HANDLE_TO_COME);
  const [problem] = port.checkDraft({ name, language, category, ...whole });
  if (problem !== undefined) return validationFailed(problem.message, problem.path.split('.'));
  try {
    content = await withUploadedExample(core, found, content, exampleMediaId);
    await port.edit(
      template.externalId,
      { name, language, ...content, category: command.category },
      await core.openAccount(account, TIMEOUT_MS),
    );
  } catch (error) {
    await makeTemplateSyncDue(core.db, account);
    return platformRefusal(core, found, error);
  }
  return commit(core, viewer.workspaceId, async (queries) => {
    const now = core.clock.now();
    const changed = await changeTemplate(queries, template.id, {
      content,
      category,
      status: 'PENDING',
      platformStatus: 'PENDING',
      isApproved: false,
      rejectionReason: null,
      rejectionDetail: null,
      changedAt: now,
    });
    await makeTemplateSyncDue(queries, account);
    return { result: { kind: 'done', template: changed }, events: [templateChanged(changed, now)] };
  });
}

/** Takes a template away at the platform, in one language or in all. Repeating it is harmless. */
export async function deleteTemplate(
  core: Core,
  viewer: WorkspaceViewer,
  { id, allLanguages }: { readonly id: TemplateId; readonly allLanguages: boolean },
): Promise<TemplateDone | UserError> {
  const target = await findTarget(core, viewer, id);
  if (target.kind !== 'target') return target;
  const { found, template } = target;
  const { account, port } = found;
  const { name, externalId } = template;
  try {
    const context = await core.openAccount(account, TIMEOUT_MS);
    await port.delete({ name, externalId: allLanguages ? null : externalId }, context);
  } catch (error) {
    return platformRefusal(core, found, error);
  }
  return commit(core, viewer.workspaceId, async (queries) => {
    const now = core.clock.now();
    const gone = allLanguages
      ? await listTemplateLanguages(queries, viewer.workspaceId, { channelAccountId: account.id, name })
      : [template];
    const changed: TemplateRow[] = [];
    for (const one of gone.filter(({ vanishedAt }) => vanishedAt === null)) {
      changed.push(
        await changeTemplate(queries, one.id, {
          status: 'DELETED',
          platformStatus: 'DELETED',
          isApproved: false,
          vanishedAt: now,
          changedAt: now,
        }),
      );
    }
    return {
      result: { kind: 'done', template: changed.find((one) => one.id === id) ?? template },
      events: changed.map((one) => templateChanged(one, now)),
    };
  });
}

interface Target {
  readonly kind: 'target';
  readonly found: TemplateAccount;
  readonly template: TemplateRow;
}

async function findTarget(core: Core, viewer: WorkspaceViewer, id: TemplateId): Promise<Target | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const template = await findTemplate(core.db, viewer.workspaceId, id);
  if (template === null) return notFound('template', ['id']);
  const found = await findTemplateAccount(core, viewer, template.channelAccountId, ['id']);
  return found.kind === 'found' ? { kind: 'target', found, template } : found;
}
