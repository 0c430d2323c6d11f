import { DIGITS } from '../../../shared/simulator/random.ts';
import type { Business, World } from '../state.ts';
import { bring, rawNumber } from '../webhooks/bring.ts';
import type { TemplateDraft } from './template-draft.ts';

export interface StoredTemplate {
  readonly id: string;
  readonly draft: TemplateDraft;
  status: string;
  rejectedReason: string | null;
  quality: string;
}

/** Takes a template in for review; the verdict comes by webhook. */
export function submitTemplate(world: World, business: Business, draft: TemplateDraft): StoredTemplate {
  const { random, settings, time } = world;
  const template: StoredTemplate = {
    // Beyond 2^53, as real ones may be.
    id: `9${random.characters(DIGITS, 17)}`,
    draft,
    status: 'PENDING',
    rejectedReason: null,
    quality: 'UNKNOWN',
  };
  business.templates.set(template.id, template);
  if (settings.templateReviewMs !== null) {
    time.after(settings.templateReviewMs, () => {
      if (template.status === 'PENDING') judgeTemplate(world, business, template, 'APPROVED', null);
    });
  }
  return template;
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
  const { name, language, category } = template.draft;
  bring(world, business, {
    field: 'message_template_status_update',
    value: {
      event,
      message_template_id: rawNumber(template.id),
      message_template_name: name,
      message_template_language: language,
      message_template_category: category,
      reason: template.rejectedReason ?? 'NONE',
    },
  });
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
