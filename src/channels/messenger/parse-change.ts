import * as z from 'zod';
import type { TemplateStatus } from '../../core/channel/index.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { Change, Fields, Id, optional, Word } from './payload.ts';

/** What concerns the Page and no conversation: posts and comments, its profile, test events of the dashboard. */
const IGNORED: ReadonlySet<string> = new Set([
  'feed',
  'mention',
  'name',
  'picture',
  'ratings',
  'messages',
  'messaging_postbacks',
  'message_deliveries',
  'message_reads',
]);

/**
 * A member of `changes`: fields of the Page, in another shape than events.
 *
 * @param at  When it happened; absent: the body does not say.
 */
export function readChange(value: unknown, at: Date | undefined): Reading {
  const change = Change.safeParse(value);
  if (!change.success) return notUnderstood('change:malformed');
  const { field } = change.data;
  if (field === 'business_integrity') return readIntegrity(change.data.value);
  if (field === 'message_template_status_update') return readTemplateStatus(change.data.value, at);
  return IGNORED.has(field) ? ignored(label('change', field)) : notUnderstood(label('change', field));
}

/** A list of violations and restrictions; an empty one means that there are none (any more). */
function readIntegrity(value: unknown): Reading {
  const lists = Object.values(Fields.safeParse(value).data ?? {}).filter((member) => Array.isArray(member));
  if (lists.length === 0) return notUnderstood(label('business_integrity', 'malformed'));
  const found = lists.some(({ length }) => length > 0);
  return understood([
    {
      kind: 'account-health',
      level: found ? 'warning' : 'ok',
      code: 'business_integrity',
      description: found
        ? 'Meta names violations or restrictions of the Page; see its Page Quality.'
        : 'Meta names no violation of the Page.',
    },
  ]);
}

const StatusUpdate = z.object({
  event: Word,
  message_template_id: Id,
  message_template_name: Word,
  message_template_language: Word,
  reason: optional(Word),
});

/** A word that is new to us says nothing about the status: Messenger is asked then. */
const STATUSES: ReadonlyMap<string, TemplateStatus> = new Map([
  ['PENDING', 'PENDING'],
  ['APPROVED', 'APPROVED'],
  ['REINSTATED', 'APPROVED'],
  ['REJECTED', 'REJECTED'],
  ['PAUSED', 'PAUSED'],
  ['DISABLED', 'DISABLED'],
  ['DELETED', 'DELETED'],
]);

function readTemplateStatus(value: unknown, at: Date | undefined): Reading {
  const status = StatusUpdate.safeParse(value);
  if (!status.success) return notUnderstood(label('message_template_status_update', 'malformed'));
  const { event, message_template_id, message_template_name, message_template_language, reason } =
    status.data;
  const known = STATUSES.get(event);
  return understood([
    {
      kind: 'template-status',
      templateExternalId: message_template_id,
      name: message_template_name,
      language: message_template_language,
      change: {
        ...(known !== undefined && { status: known, platformStatus: event }),
        rejectionReason: reason === undefined || reason === 'NONE' ? null : reason,
      },
      occurredAt: at ?? null,
    },
  ]);
}
