import { GraphQLError } from 'graphql';

/** What one operation may be. A test holds every published document to half of each. */
export const LIMITS = {
  tokens: 4_000,
  nesting: 100,
  depth: 18,
  aliases: 60,
  directives: 60,
  cost: 20_000,
} as const;

export type Limit = keyof typeof LIMITS;

/** An operation that is too much, with what was measured and what is allowed. */
export function tooMuch(limit: Limit, measured: number): GraphQLError {
  const allowed = LIMITS[limit];
  return new GraphQLError(`${SENTENCES[limit]}: ${measured} measured, ${allowed} allowed.`, {
    extensions: { code: 'OPERATION_TOO_LARGE', limit, measured, allowed, http: { status: 400 } },
  });
}

const SENTENCES: Readonly<Record<Limit, string>> = {
  tokens: 'The document is too long, in tokens',
  nesting: 'The document has too many brackets within each other',
  depth: 'The document is too deep, in fields within fields',
  aliases: 'The document has too many aliases',
  directives: 'The document has too many directives',
  cost: 'The operation costs too much, in objects that it may return',
};
