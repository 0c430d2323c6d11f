import type { PolicyFacts, PolicyRequest, PolicyRuleName, Remedy } from '../model/policy.ts';

export interface Objection {
  /** For a person: what stands against sending. */
  readonly reason: string;
  readonly remedies: readonly Remedy[];
}

/** One small pure function; which rules apply on a channel, and since when, stands in the channel's editions. */
export interface PolicyRule {
  readonly name: PolicyRuleName;
  check(request: PolicyRequest, facts: PolicyFacts, at: Date): Objection | null;
}
