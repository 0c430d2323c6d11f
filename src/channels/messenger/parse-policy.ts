import * as z from 'zod';
import type { AccountHealthEvent } from '../../core/channel/index.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { optional, Word } from './payload.ts';

const Enforcement = z.object({ action: Word, reason: optional(Word) });

const LEVELS: ReadonlyMap<string, AccountHealthEvent['level']> = new Map([
  ['warning', 'warning'],
  ['block', 'error'],
  ['unblock', 'ok'],
]);

const SENTENCES: Readonly<Record<AccountHealthEvent['level'], string>> = {
  ok: 'Meta lets the Page send again.',
  warning: 'Meta warns the Page of a violation of its policy.',
  error: 'Meta has blocked the Page from sending for a violation of its policy.',
};

/** Meta's view of how the Page behaves. It names no contact. */
export function readPolicyEnforcement(value: unknown): Reading {
  const enforcement = Enforcement.safeParse(value);
  if (!enforcement.success) return notUnderstood(label('policy_enforcement', 'malformed'));
  const { action, reason } = enforcement.data;
  const level = LEVELS.get(action);
  if (level === undefined) return notUnderstood(label('policy_enforcement', action));
  const description = reason === undefined ? SENTENCES[level] : `${SENTENCES[level]} Meta: ${reason}`;
  return understood([{ kind: 'account-health', level, code: `policy_enforcement:${action}`, description }]);
}
