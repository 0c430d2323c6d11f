import type { PolicyDecision, PolicyEdition, PolicyFacts, PolicyRequest } from '../model/policy.ts';
import { decide } from './decide.ts';

/** A question that was asked once, with what was known. */
export interface Asked {
  readonly request: PolicyRequest;
  readonly facts: PolicyFacts;
  readonly at: Date;
}

export interface Changed<Question extends Asked> {
  readonly question: Question;
  readonly before: PolicyDecision;
  readonly after: PolicyDecision;
}

/**
 * Which answers another edition would change: the questions are asked again on the day on which they were asked,
 * once under the editions of that day and once as if the other had been in force.
 */
export function compareEditions<Question extends Asked>(
  questions: readonly Question[],
  editions: readonly PolicyEdition[],
  other: PolicyEdition,
): readonly Changed<Question>[] {
  const alone = [{ ...other, effectiveFrom: '1970-01-01' }];
  return questions.flatMap((question) => {
    const { request, facts, at } = question;
    const before = decide(request, facts, editions, at);
    const after = decide(request, facts, alone, at);
    const isSame = before.verdict === after.verdict && before.rule === after.rule;
    return isSame ? [] : [{ question, before, after }];
  });
}
