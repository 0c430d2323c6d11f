import { GraphQLError } from 'graphql';
import { decodeCursor, encodeCursor } from '../core/model/cursor.ts';
import { builder } from './builder.ts';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/iu;

builder.scalarType('DateTime', {
  description: 'An instant as RFC 3339 writes it, such as `2026-03-01T09:30:00.000Z`. Answers are in UTC.',
  specifiedByURL: 'https://datatracker.ietf.org/doc/html/rfc3339',
  serialize: (instant) => instant.toISOString(),
  parseValue(text) {
    const instant = typeof text === 'string' && RFC_3339.test(text) ? new Date(text) : null;
    if (instant === null || Number.isNaN(instant.getTime())) {
      throw new GraphQLError('A DateTime is written like "2026-03-01T09:30:00Z".');
    }
    return instant;
  },
});

builder.scalarType('Cursor', {
  description:
    'A position in the order of everything that happens in the workspace. Opaque: keep it, and give it back to `events(after:)`.',
  serialize: encodeCursor,
  parseValue(text) {
    const number = typeof text === 'string' ? decodeCursor(text) : null;
    if (number === null) throw new GraphQLError('This is not a cursor that Confab gave out.');
    return number;
  },
});
