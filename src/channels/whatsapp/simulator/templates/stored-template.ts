import { DIGITS } from '../../../shared/simulator/random.ts';
import type { Business, World } from '../state.ts';
import { bring, rawNumber } from '../webhooks/bring.ts';
import type { TemplateDraft } from './template-draft.ts';

export interface StoredTemplate {
  readonly id: string;
  draft: TemplateDraft;
  status: string;
  rejectedReason: string | null;
  quality: string;
  /** Changes of an approved one count against a limit. */
  editedAtMs: readonly number[];
}

/** Takes a template in for review; the verdict comes by webhook. */
export function submitTemplate(world: World, business: Business, draft: TemplateDraft): StoredTemplate {
  const { random } = world;
  const template: StoredTemplate = {
    // Beyond 2^53, as real ones may be.
    id: `9${random.characters(DIGITS, 17)}`,
    draft,
    status: 'PENDING',
    rejectedReason: null,
    quality: 'UNKNOWN',
    editedAtMs: [],
  };
  business.templates.set(template.id, template);
  reviewLater(world, business, template);
  return template;
}

/** Other words are reviewed like new ones. */
export function resubmitTemplate(
  world: World,
  business: Business,
  template: StoredTemplate,
  draft: TemplateDraft,
): void {
  template.draft = draft;
  template.status = 'PENDING';
  reviewLater(world, business, template);
}

function reviewLater(world: World, business: Business, template: StoredTemplate): void {
  const { settings, time } = world;
  if (settings.templateReviewMs === null) return;
  time.after(settings.templateReviewMs, () => {
    if (template.status === 'PENDING') judgeTemplate(world, business, template, 'APPROVED', null);
  });
}

/** What the business hears by these words, and what the template is from then on. */
const STATUS_AFTER: ReadonlyMap<string, string> = new Map([
  ['REINSTATED', 'APPROVED'],
  ['UNARCHIVED', 'APPROVED'],
  ['UNLOCKED', 'APPROVED'],
  ['FLAGGED', 'APPROVED'],
]);

/** @param event  Meta's word: `APPROVED`, `REJECTED`, `PAUSED`, `DISABLED`, `REINSTATED` … */
export function judgeTemplate(
  world: World,
  business: Business,
  template: StoredTemplate,
  event: string,
  reason: string | null,
): void {
  template.status = STATUS_AFTER.get(event) ?? event;
  template.rejectedReason = event === 'REJECTED' ? (reason ?? 'INVALID_FORMAT') : null;
  const { category } = template.draft;
  bring(world, business, {
    field: 'message_template_status_update',
    value: {
      event,
      ...nameOf(template),
      message_template_category: category,
      reason: template.rejectedReason ?? 'NONE',
    },
  });
}

/** Meta sorts by itself what it takes for something else. */
export function recategorizeTemplate(
  world: World,
  business: Business,
  template: StoredTemplate,
  category: TemplateDraft['category'],
): void {
  const previous = template.draft.category;
  template.draft = { ...template.draft, category };
  const facts = { previous_category: previous, new_category: category };
  bring(world, business, { field: 'template_category_update', value: { ...nameOf(template), ...facts } });
}

export function gradeTemplate(
  world: World,
  business: Business,
  template: StoredTemplate,
  quality: string,
): void {
  const facts = { previous_quality_score: template.quality, new_quality_score: quality };
  template.quality = quality;
  bring(world, business, {
    field: 'message_template_quality_update',
    value: { ...nameOf(template), ...facts },
  });
}

function nameOf({ id, draft: { name, language } }: StoredTemplate) {
  return {
    message_template_id: rawNumber(id),
    message_template_name: name,
    message_template_language: language,
  };
}

export function findTemplate(
  { templates }: Business,
  { name, language }: { readonly name: string; readonly language: string },
): StoredTemplate | null {
  return (
    [...templates.values()].find(
      ({ draft, status }) => draft.name === name && draft.language === language && status !== 'DELETED',
    ) ?? null
  );
}
