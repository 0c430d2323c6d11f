import type { EventDraft } from '../store/event-log.ts';
import type { TemplateRow } from '../store/rows.ts';

/** Tells readers of the log that a template is new, or otherwise than before. */
export function templateChanged(
  { id, channelAccountId, name, language, status, category }: TemplateRow,
  occurredAt: Date,
): EventDraft {
  return {
    type: 'TEMPLATE_CHANGED',
    subject: { channelAccountId },
    occurredAt,
    detail: { templateId: id, name, language, status, category },
  };
}
