import { type Answer, granted, invalidParameter, refused } from '../graph/answer.ts';
import type { Business, World } from '../state.ts';
import { findTemplate, resubmitTemplate, type StoredTemplate, submitTemplate } from './stored-template.ts';
import { templateDraftSchema } from './template-draft.ts';

const HOUR_MS = 60 * 60 * 1000;
const BLOCKED_MS = 30 * 24 * HOUR_MS;
const MAX_CREATIONS_PER_HOUR = 100;

export function createTemplate(world: World, business: Business, body: unknown): Answer {
  const nowMs = world.time.nowMs();
  business.createdTemplatesAtMs = business.createdTemplatesAtMs.filter((at) => at > nowMs - HOUR_MS);
  if (business.createdTemplatesAtMs.length >= MAX_CREATIONS_PER_HOUR) {
    return refused(80008, 'Too many calls to this account', 'More than 100 templates within an hour.', {
      status: 429,
    });
  }
  const draft = templateDraftSchema.safeParse(body);
  if (!draft.success) {
    const [issue] = draft.error.issues;
    const details = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
    return refused(100, 'Invalid parameter', details, { subcode: 2388293 });
  }
  if (findTemplate(business, draft.data) !== null) {
    const details = `There is already content of "${draft.data.name}" in this language.`;
    return refused(100, 'Invalid parameter', details, { subcode: 2388024 });
  }
  if ((business.blockedNames.get(draft.data.name) ?? 0) > nowMs) {
    const details = 'A template of this name was deleted within the last 30 days.';
    return refused(100, 'Invalid parameter', details, { subcode: 2388023 });
  }
  business.createdTemplatesAtMs = [...business.createdTemplatesAtMs, nowMs];
  const { id, status } = submitTemplate(world, business, draft.data);
  return granted({ id, status, category: draft.data.category });
}

const EDITABLE: readonly string[] = ['APPROVED', 'REJECTED', 'PAUSED'];
const MAX_EDITS_PER_DAY = 1;
const MAX_EDITS_PER_MONTH = 10;

/** Name and language stay. */
export function editTemplate(
  world: World,
  business: Business,
  template: StoredTemplate,
  body: unknown,
): Answer {
  const { name, language, category, parameter_format } = template.draft;
  if (!EDITABLE.includes(template.status)) {
    return refused(100, 'Invalid parameter', `A template that is ${template.status} can not be edited.`, {
      subcode: 2388025,
    });
  }
  const draft = templateDraftSchema.safeParse({
    category,
    parameter_format,
    ...Object(body),
    name,
    language,
  });
  if (!draft.success) {
    const details = draft.error.issues[0]?.message ?? '';
    return refused(100, 'Invalid parameter', details, { subcode: 2388293 });
  }
  if (template.status === 'APPROVED') {
    const nowMs = world.time.nowMs();
    const within = (ms: number) => template.editedAtMs.filter((at) => at > nowMs - ms).length;
    if (within(24 * HOUR_MS) >= MAX_EDITS_PER_DAY || within(BLOCKED_MS) >= MAX_EDITS_PER_MONTH) {
      return refused(100, 'Invalid parameter', 'The template was edited too often.', { subcode: 2388026 });
    }
    template.editedAtMs = [...template.editedAtMs, nowMs];
  }
  resubmitTemplate(world, business, template, draft.data);
  return granted({ success: true });
}

export function readTemplate(template: StoredTemplate): Answer {
  return granted(describe(template));
}

const FILTERS = ['name', 'status', 'category', 'language'] as const;

/** A page of them; the cursor says behind which one it begins. */
export function listTemplates({ templates }: Business, query: URLSearchParams): Answer {
  const limit = Math.min(Number(query.get('limit') ?? 25) || 25, 1000);
  const wanted = [...templates.values()]
    .filter(({ status }) => status !== 'DELETED')
    .map(describe)
    .filter((template) => FILTERS.every((name) => (query.get(name) ?? template[name]) === template[name]));
  const after = query.get('after');
  const start = after === null ? 0 : wanted.findIndex(({ id }) => cursorOf(id) === after) + 1;
  const page = wanted.slice(start, start + limit);
  const last = page.at(-1);
  return granted({
    data: page,
    ...(last !== undefined && {
      paging: {
        cursors: { before: cursorOf(page[0]?.id ?? ''), after: cursorOf(last.id) },
        ...(start + limit < wanted.length && { next: 'https://graph.facebook.com/…' }),
      },
    }),
  });
}

const cursorOf = (id: string) => Buffer.from(id).toString('base64url');

/** All languages of a name, or one by its id. */
export function deleteTemplates(world: World, business: Business, query: URLSearchParams): Answer {
  const name = query.get('name');
  const id = query.get('hsm_id');
  if (name === null) return invalidParameter('(#100) The parameter name is required.');
  const found = [...business.templates.values()].filter(
    (template) =>
      template.draft.name === name && template.status !== 'DELETED' && (id === null || template.id === id),
  );
  if (found.length === 0) {
    return refused(100, 'Invalid parameter', 'Message template was not found.', { status: 404, subcode: 33 });
  }
  if (found.some(({ status }) => status === 'APPROVED')) {
    business.blockedNames.set(name, world.time.nowMs() + BLOCKED_MS);
  }
  for (const template of found) template.status = 'DELETED';
  return granted({ success: true });
}

function describe({ id, draft, status, rejectedReason, quality }: StoredTemplate) {
  const { name, language, category, parameter_format, components } = draft;
  return {
    id,
    name,
    language,
    category,
    parameter_format,
    components,
    status,
    rejected_reason: rejectedReason ?? 'NONE',
    quality_score: { score: quality, date: 1_796_000_000 },
  };
}
