import type { ChannelDefinition } from '../channel/index.ts';
import { type Declaration, NOTHING_DECLARED } from '../model/declaration.ts';
import type { Part } from '../model/part.ts';
import type { PolicyRequest } from '../model/policy.ts';
import type { AuthorKind, Purpose } from '../model/words.ts';
import type { FactsRow } from '../store/policy-facts.ts';

/** A message as policy sees it: who writes it, why, and what it is made of. */
export interface Weighed {
  readonly author: AuthorKind;
  readonly purpose: Purpose;
  readonly parts: readonly Part[];
  /** Absent: nothing is declared. */
  readonly options?: { readonly declaration?: Declaration };
  /** True: it changes what is there, or reacts to it. */
  readonly isChange?: true;
}

/** What the clock of the row's workspace shows. */
export const momentOf = ({ clockOffsetMs }: Pick<FactsRow, 'clockOffsetMs'>, at: Date): Date =>
  clockOffsetMs === 0 ? at : new Date(at.getTime() + clockOffsetMs);

export function policyRequest(
  adapter: ChannelDefinition,
  { author, purpose, parts, options, isChange }: Weighed,
): PolicyRequest {
  return {
    channel: adapter.name,
    author,
    purpose,
    partTypes: parts.map((part) => part.type),
    declaration: options?.declaration ?? NOTHING_DECLARED,
    ...(isChange === true && { isChange }),
  };
}
