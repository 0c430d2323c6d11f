import { ChannelError } from 'confab/channel';

/** LINE does not say how long; its limits are counted by the second, minute or hour. */
const RETRY_AFTER_MS = 5_000;

/** "Status codes" and "Error responses" of the reference. The HTTP status is the code; the words tell apart what shares one. */
export function toChannelError(status: number, answer: unknown): ChannelError {
  const { message } = Object(answer);
  const platformMessage = typeof message === 'string' ? message : '';
  const facts = { platformCode: String(status), ...(platformMessage !== '' && { platformMessage }) };
  if (status >= 500)
    return new ChannelError('indeterminate', `LINE gave no clear answer (${status}).`, facts);
  if (status === 401) {
    return new ChannelError(
      'unauthorized',
      'LINE does not accept the channel access token. Issue a new one.',
      {
        ...facts,
        actionBy: 'operator',
      },
    );
  }
  if (status === 429 && !/monthly limit/iu.test(platformMessage)) {
    return new ChannelError('throttled', 'LINE accepts no more for now.', {
      ...facts,
      actionBy: 'nobody',
      retryAfterMs: RETRY_AFTER_MS,
    });
  }
  return new ChannelError('rejected', `LINE refused this (${status}).`, {
    ...facts,
    ...causeOf(status, platformMessage),
  });
}

function causeOf(status: number, message: string) {
  if (status === 429) return { cause: 'billing', actionBy: 'operator' } as const;
  if (status === 403) return { cause: 'not-permitted', actionBy: 'operator' } as const;
  if (status === 404) return { cause: 'not-found', actionBy: 'author' } as const;
  if (status === 410) return { cause: 'gone', actionBy: 'nobody' } as const;
  if (status === 413) return { cause: 'too-large', actionBy: 'author' } as const;
  if (status === 400 && /'to'|failed to send messages/iu.test(message)) {
    return { cause: 'unreachable', actionBy: 'contact' } as const;
  }
  if (status === 400) return { cause: 'invalid-content', actionBy: 'author' } as const;
  return { cause: 'other', actionBy: 'operator' } as const;
}
