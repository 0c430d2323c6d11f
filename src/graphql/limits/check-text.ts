import { Lexer, type Source, TokenKind } from 'graphql';
import { LIMITS, tooMuch } from './refuse.ts';

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.PAREN_L, TokenKind.BRACKET_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.PAREN_R, TokenKind.BRACKET_R]);

/**
 * Goes over the text before it is parsed: the parser recurses, and what is nested deeply enough ends it.
 *
 * @throws {GraphQLError} when there are too many tokens, too many brackets within each other, or no tokens at all.
 */
export function checkText(source: Source): void {
  const lexer = new Lexer(source);
  let tokens = 0;
  let nesting = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    tokens += 1;
    if (tokens > LIMITS.tokens) throw tooMuch('tokens', tokens);
    if (OPENING.has(kind)) nesting += 1;
    if (CLOSING.has(kind)) nesting -= 1;
    if (nesting > LIMITS.nesting) throw tooMuch('nesting', nesting);
  }
}
