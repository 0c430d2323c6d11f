import * as z from 'zod';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import type { ChangeContext } from './parse-message.ts';
import { Id, optional, Time, Word } from './payload.ts';
import { toPerson } from './people.ts';

const Preference = z.object({
  wa_id: optional(Id),
  user_id: optional(Id),
  parent_user_id: optional(Id),
  category: Word,
  value: Word,
  timestamp: Time,
});

/** `signup` comes from a link that Meta made for it. */
const TAKING: ReadonlySet<string> = new Set(['resume', 'signup']);

/** The contact chose, in WhatsApp's own menu, whether marketing may come. Service messages go on either way. */
export function readPreference(item: unknown, { contacts }: ChangeContext): Reading {
  const preference = Preference.safeParse(item);
  if (!preference.success) return notUnderstood(label('user_preferences', 'malformed'));
  const { wa_id, user_id, parent_user_id, category, value, timestamp } = preference.data;
  if (category !== 'marketing_messages') return ignored(label('user_preferences', category));
  const sender = toPerson({ userId: user_id, phone: wa_id, parentUserId: parent_user_id }, contacts);
  if (sender === null) return notUnderstood(label('user_preferences', 'nobody'));
  const common = { sender, scope: 'promotional', occurredAt: timestamp ?? null } as const;
  if (value === 'stop') {
    return understood([{ kind: 'opt-out', reason: 'unsubscribed', isKeptByPlatform: true, ...common }]);
  }
  if (TAKING.has(value)) return understood([{ kind: 'opt-in', ...common }]);
  return notUnderstood(label('user_preferences', value));
}
