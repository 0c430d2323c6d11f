import { GraphQLError } from 'graphql';
import { encodeCursor } from '../../core/model/cursor.ts';

/** Why we end a stream that its reader did not end. */
export type Farewell = keyof typeof FAREWELLS;

const FAREWELLS = {
  'slow-reader': {
    code: 'SLOW_READER',
    message: 'Events were not read fast enough. Follow again after `resumeAfter`.',
  },
  interrupted: {
    code: 'STREAM_INTERRUPTED',
    message: 'The log can not be read right now. Follow again after `resumeAfter`.',
  },
  unauthenticated: { code: 'UNAUTHENTICATED', message: 'The credential does not work any more.' },
  'rights-changed': {
    code: 'RIGHTS_CHANGED',
    message: 'The rights of the credential have changed. Follow again after `resumeAfter`.',
  },
  'going-away': { code: 'GOING_AWAY', message: 'This server stops. Follow again after `resumeAfter`.' },
} as const;

/** @param position  The last number that the reader was brought up to. */
export function farewellError(farewell: Farewell, position: number): GraphQLError {
  const { code, message } = FAREWELLS[farewell];
  return new GraphQLError(message, { extensions: { code, resumeAfter: encodeCursor(position) } });
}
