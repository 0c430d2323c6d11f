import type { PolicyDecision, PolicyEdition, PolicyFacts, PolicyRequest } from '../model/policy.ts';
import type { PolicyRule } from './rule.ts';
import { customerFirst } from './rules/customer-first.ts';
import { messagingWindow } from './rules/messaging-window.ts';
import { optedOut } from './rules/opted-out.ts';
import { promotionalOptOut } from './rules/promotional-opt-out.ts';

/**
 * Permanent objections come before passing ones: "this contact opted out" must not be hidden behind "wait for a
 * reply", because only the second is worth waiting for.
 */
const RULES: readonly PolicyRule[] = [optedOut, promotionalOptOut, customerFirst, messagingWindow];

/** What holds where a channel has published nothing for that day: nothing is forbidden, and nothing is known. */
const NO_EDITION = {
  name: 'none',
  effectiveFrom: '1970-01-01',
  source: 'No edition of this channel covers that date.',
  rules: [],
} as const;

/**
 * May this be sent? Pure and total: a decision for every request, never an exception.
 *
 * @param editions  The channel's, in any order; the newest in force at `at` decides.
 */
export function decide(
  request: PolicyRequest,
  facts: PolicyFacts,
  editions: readonly PolicyEdition[],
  at: Date,
): PolicyDecision {
  const edition = editionAt(editions, at) ?? NO_EDITION;
  const window = windowOf(facts);
  for (const rule of RULES) {
    if (!edition.rules.some((name) => name === rule.name)) continue;
    const objection = rule.check(request, facts, at);
    if (objection === null) continue;
    return {
      verdict: 'REFUSE',
      rule: rule.name,
      edition: edition.name,
      effectiveFrom: edition.effectiveFrom,
      source: edition.source,
      reason: objection.reason,
      remedies: objection.remedies,
      window,
    };
  }
  return {
    verdict: 'ALLOW',
    rule: null,
    edition: edition.name,
    effectiveFrom: edition.effectiveFrom,
    source: edition.source,
    reason: 'No rule of this edition objects.',
    remedies: [],
    window,
  };
}

/** The newest edition that is in force at an instant; editions begin at midnight UTC. */
export function editionAt(editions: readonly PolicyEdition[], at: Date): PolicyEdition | null {
  return editions
    .filter(({ effectiveFrom }) => Date.parse(effectiveFrom) <= at.getTime())
    .reduce<PolicyEdition | null>(
      (newest, edition) =>
        newest === null || edition.effectiveFrom > newest.effectiveFrom ? edition : newest,
      null,
    );
}

function windowOf({ messagingWindowMs, lastInboundAt }: PolicyFacts): PolicyDecision['window'] {
  if (messagingWindowMs === null) return null;
  return {
    opensAt: lastInboundAt,
    closesAt: lastInboundAt === null ? null : new Date(lastInboundAt.getTime() + messagingWindowMs),
  };
}
