import { ChannelError, type ChannelErrorFacts } from '../../core/channel/index.ts';
import type { ActionBy, ChannelErrorKind, RejectionCause } from '../../core/model/failure.ts';

/** A refusal as Telegram words it. `parameters` may come with any error. */
export interface Refusal {
  readonly code: number;
  readonly description: string;
  readonly retryAfterSeconds: number | null;
  readonly migrateToChatId: number | null;
}

interface Meaning {
  readonly kind: ChannelErrorKind;
  readonly cause?: RejectionCause;
  readonly actionBy?: ActionBy;
}

const rejected = (cause: RejectionCause, actionBy: ActionBy): Meaning => ({
  kind: 'rejected',
  cause,
  actionBy,
});
const INVALID_CONTENT = rejected('invalid-content', 'author');
const TOO_LARGE = rejected('too-large', 'author');
const NOT_PERMITTED = rejected('not-permitted', 'operator');
const OPTED_OUT = rejected('opted-out', 'contact');
const UNREACHABLE = rejected('unreachable', 'contact');
const GONE = rejected('gone', 'nobody');
const NOT_FOUND = rejected('not-found', 'author');
const ONLY_LATER: Meaning = { kind: 'unavailable', actionBy: 'nobody' };

/**
 * Telegram's sentences are its error codes, and change without notice: each is recognised by its stable words. The
 * first row that fits decides; a sentence that is new falls back on the number before it.
 */
const BY_WORDS: readonly (readonly [code: number, words: RegExp, meaning: Meaning])[] = [
  [400, /message to be replied not found|reply message not found/iu, NOT_FOUND],
  [400, /message to (?:edit|delete|react|forward|copy) not found|message_id_invalid/iu, NOT_FOUND],
  [400, /message can't be (?:edited|deleted)/iu, rejected('not-permitted', 'nobody')],
  [400, /query is too old|query id is invalid/iu, rejected('window-closed', 'nobody')],
  [400, /temporarily unavailable/iu, ONLY_LATER],
  [400, /file is too big|file of size .* is too big|request entity too large/iu, TOO_LARGE],
  [400, /message is too long|caption is too long|message_too_long|media_caption_too_long/iu, TOO_LARGE],
  [400, /voice_messages_forbidden|video_messages_forbidden/iu, rejected('not-permitted', 'contact')],
  [400, /user_is_blocked/iu, OPTED_OUT],
  [400, /business_peer_invalid|business_connection/iu, rejected('window-closed', 'contact')],
  [400, /not enough rights|have no rights|need administrator rights|chat_write_forbidden/iu, NOT_PERMITTED],
  [400, /topic_closed|message thread not found|topic_deleted|chat_restricted/iu, NOT_PERMITTED],
  [400, /chat not found|user not found|peer_id_invalid|user_id_invalid/iu, UNREACHABLE],
  [400, /chat_deleted|group chat was deactivated/iu, GONE],
  // Telegram fetches files by URL itself: another's server may be down for a moment, but nothing was sent.
  [400, /failed to get http url content|wrong type of the web page content/iu, INVALID_CONTENT],
  [403, /blocked by the user/iu, OPTED_OUT],
  [403, /user is deactivated/iu, GONE],
  [403, /group chat was deleted/iu, GONE],
  [403, /was kicked|is not a member/iu, UNREACHABLE],
  [403, /can't initiate conversation/iu, UNREACHABLE],
  [403, /can't send messages to bots/iu, rejected('not-permitted', 'author')],
  [403, /not enough rights|have no rights|need administrator rights/iu, NOT_PERMITTED],
];

const BY_CODE = new Map<number, Meaning>([
  [400, INVALID_CONTENT],
  [401, { kind: 'unauthorized', actionBy: 'operator' }],
  [403, UNREACHABLE],
  // A token that Telegram can not even read; a method that it does not know would be our mistake.
  [404, { kind: 'unauthorized', actionBy: 'operator' }],
  [409, ONLY_LATER],
  [413, TOO_LARGE],
  [429, { kind: 'throttled', actionBy: 'nobody' }],
]);

/** Without a number from Telegram, this is how long we stay away. */
const DEFAULT_RETRY_AFTER_SECONDS = 5;

/** What a refusal means to the queue. */
export function toChannelError(refusal: Refusal): ChannelError {
  const { code, description, retryAfterSeconds, migrateToChatId } = refusal;
  const facts = {
    platformCode: String(code),
    ...(description !== '' && { platformMessage: description }),
  };
  if (retryAfterSeconds !== null || code === 429) {
    const seconds = retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS;
    return new ChannelError('throttled', `Telegram accepts no more for ${seconds} s.`, {
      ...facts,
      actionBy: 'nobody',
      retryAfterMs: seconds * 1000,
    });
  }
  if (migrateToChatId !== null) {
    return new ChannelError('rejected', 'The group has become a supergroup with another id.', {
      ...facts,
      cause: 'moved',
      actionBy: 'nobody',
      movedToExternalId: String(migrateToChatId),
    });
  }
  if (code >= 500) return noClearAnswer(code, description);
  const meaning = meaningOf(code, description);
  return new ChannelError(meaning.kind, sentenceFor(meaning, code), { ...facts, ...causeOf(meaning) });
}

/** Telegram's servers stumbled, or something before them answered: it may have been done all the same. */
export function noClearAnswer(status: number, description = ''): ChannelError {
  return new ChannelError('indeterminate', `Telegram gave no clear answer (HTTP ${status}).`, {
    platformCode: String(status),
    ...(description !== '' && { platformMessage: description }),
  });
}

/** The message already says so. */
export function isNotModified(error: unknown): boolean {
  return saysOf(error, /message is not modified/iu);
}

/** Deleted before us, or never there: what we wanted is so. */
export function isAlreadyGone(error: unknown): boolean {
  return saysOf(error, /message to delete not found|message_id_invalid/iu);
}

/** Taps can be answered for some minutes only. */
export function isTooLateToAnswer(error: unknown): boolean {
  return saysOf(error, /query is too old|query id is invalid/iu);
}

function saysOf(error: unknown, words: RegExp): boolean {
  return error instanceof ChannelError && words.test(error.facts.platformMessage ?? '');
}

function meaningOf(code: number, description: string): Meaning {
  const row = BY_WORDS.find(([rowCode, words]) => rowCode === code && words.test(description));
  return row?.[2] ?? BY_CODE.get(code) ?? { kind: 'rejected', cause: 'other', actionBy: 'operator' };
}

function causeOf({ cause, actionBy }: Meaning): Pick<ChannelErrorFacts, 'cause' | 'actionBy'> {
  return { ...(cause !== undefined && { cause }), ...(actionBy !== undefined && { actionBy }) };
}

function sentenceFor({ kind, cause }: Meaning, code: number): string {
  switch (kind) {
    case 'unauthorized':
      return 'Telegram does not accept the bot token. Get the current one from @BotFather and update the account.';
    case 'unavailable':
      return `Telegram can not do this now (${code}).`;
    default:
      return `Telegram refused this (${code}, ${cause ?? 'other'}).`;
  }
}
