import type { OperatorRuleId } from '../model/ids.ts';
import type { OperatorTerms } from '../model/operator-rule.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { problemOfTerms } from '../policy/check-operator-terms.ts';
import { newId } from '../store/new-id.ts';
import { countOperatorRules, endOperatorRuleAt, insertOperatorRule } from '../store/operator-rules.ts';
import type { OperatorRuleRow } from '../store/rows.ts';
import type { Core } from './core.ts';
import { workspaceNow } from './workspace-now.ts';

/** Every message is weighed by all of them. */
const MOST_RULES = 100;
const MAX_NOTE = 500;

export interface NewOperatorRule {
  readonly given: OperatorTerms;
  /** Null: on every channel. */
  readonly channel: string | null;
  /** Why it is there; a refusal shows it as its source. */
  readonly note: string;
  /** Null: now. */
  readonly effectiveFrom: Date | null;
}

export interface OperatorRuleDone {
  readonly kind: 'done';
  readonly rule: OperatorRuleRow;
}

/**
 * Adds a rule of the workspace's own. It can only object, so nothing that a platform refuses becomes allowed;
 * quiet hours and caps take the place of the house's on their channels.
 */
export async function addOperatorRule(
  core: Core,
  viewer: WorkspaceViewer,
  { given, channel, note, effectiveFrom }: NewOperatorRule,
): Promise<OperatorRuleDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const problem = problemOfTerms(given);
  if (problem !== null) return validationFailed(problem, ['terms']);
  if (note.trim() === '' || note.length > MAX_NOTE) {
    return validationFailed(`Say in 1 to ${MAX_NOTE} characters why it is there.`, ['note']);
  }
  if (channel !== null && core.channels.find(channel) === null) return notFound('channel', ['channel']);
  const { workspaceId } = viewer;
  const now = await workspaceNow(core, workspaceId);
  if ((await countOperatorRules(core.db, workspaceId)) >= MOST_RULES) {
    return conflict(`A workspace has at most ${MOST_RULES} rules of its own: end one first.`);
  }
  const { rule, terms } = given;
  const row = await insertOperatorRule(core.db, {
    id: newId<OperatorRuleId>(),
    workspaceId,
    rule,
    terms,
    channel,
    note: storableText(note),
    effectiveFrom: effectiveFrom ?? now,
    endedAt: null,
    createdAt: now,
  });
  return { kind: 'done', rule: row };
}

/** It objects to nothing any more; decisions that it made keep its name. Ending it twice is once. */
export async function endOperatorRule(
  core: Core,
  viewer: WorkspaceViewer,
  { id }: { readonly id: OperatorRuleId },
): Promise<OperatorRuleDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const now = await workspaceNow(core, viewer.workspaceId);
  const rule = await endOperatorRuleAt(core.db, viewer.workspaceId, id, now);
  return rule === null ? notFound('rule', ['operatorRuleId']) : { kind: 'done', rule };
}
