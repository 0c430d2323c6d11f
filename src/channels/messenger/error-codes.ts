import type { ActionBy, ChannelErrorKind, RejectionCause } from '../../core/model/failure.ts';

/** What a code means to the queue, and to whoever reads about it. */
export interface Meaning {
  readonly kind: ChannelErrorKind;
  readonly cause?: RejectionCause;
  readonly actionBy: ActionBy;
  readonly sentence: string;
  /** Where Meta names a time, or one is known to be pointless before. */
  readonly retryAfterMs?: number;
  readonly throttles?: 'account' | 'conversation';
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Trying the same again is pointless. */
function rejected(cause: RejectionCause, actionBy: ActionBy, sentence: string): Meaning {
  return { kind: 'rejected', cause, actionBy, sentence };
}

/** This person has had enough for a while: an author may try the same again tomorrow. */
function enough(sentence: string): Meaning {
  return { ...rejected('not-permitted', 'nobody', sentence), retryAfterMs: DAY };
}

/** Nothing at all leaves before an operator has mended it: what waits had better wait. */
function pausing(sentence: string, cause?: RejectionCause): Meaning {
  return { kind: 'unauthorized', actionBy: 'operator', sentence, ...(cause !== undefined && { cause }) };
}

/** Nothing was sent; passes by itself. */
function unavailable(sentence: string, retryAfterMs?: number): Meaning {
  return {
    kind: 'unavailable',
    actionBy: 'nobody',
    sentence,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function throttled(sentence: string, retryAfterMs: number, throttles?: Meaning['throttles']): Meaning {
  return {
    kind: 'throttled',
    actionBy: 'nobody',
    sentence,
    retryAfterMs,
    ...(throttles !== undefined && { throttles }),
  };
}

const content = (sentence: string) => rejected('invalid-content', 'author', sentence);
const forOperator = (sentence: string) => rejected('not-permitted', 'operator', sentence);

const AWAY = rejected(
  'unreachable',
  'contact',
  'The person is not available: blocked the Page, left Messenger or takes no message requests. A new message of theirs ends it.',
);
const OUTSIDE = rejected(
  'window-closed',
  'contact',
  'The contact last wrote too long ago. Members may write for 7 days where the app has the Human Agent feature.',
);
const NOT_FETCHED = unavailable('Messenger could not fetch the file from its address.');
const UNCLEAR: Meaning = {
  kind: 'indeterminate',
  actionBy: 'operator',
  sentence: 'Meta failed without saying why; the message may have been sent.',
};
const NO_SUCH_PERSON = rejected('not-found', 'author', 'Messenger knows nobody of this id at this Page.');

/** Codes with a subcode, as `code/subcode`; documented in November 2026 (…/messenger-platform/error-codes). */
export const MEANING_OF_SUBCODE: ReadonlyMap<string, Meaning> = new Map([
  ['1/99', pausing('The token lacks a permission for this call.', 'not-permitted')],
  ['1/1357046', UNCLEAR],
  ['2/2018344', forOperator('The privacy terms for labels are not accepted yet.')],
  ['4/2018022', throttled('Too many messages to phone numbers.', HOUR)],
  ['4/2018354', enough('This person gets enough marketing already; not again within a day.')],
  ['9/2018352', enough('This person has had as much marketing as Meta allows.')],
  ['10/2018065', OUTSIDE],
  ['10/2018278', OUTSIDE],
  ['10/2534022', OUTSIDE],
  [
    '10/2018108',
    rejected(
      'unreachable',
      'operator',
      'The Page can not write here: the person has not opened the conversation, or the app is still in development.',
    ),
  ],
  [
    '10/2018300',
    rejected(
      'not-permitted',
      'operator',
      'Another app has this conversation. Take it over in the Page’s inbox, or wait until that app passes it on.',
    ),
  ],
  ['10/1893063', pausing('Meta keeps the Page from sending for a while.', 'account-restricted')],
  [
    '100/33',
    rejected('not-found', 'operator', 'Meta knows no object of this id, or the token may not see it.'),
  ],
  ['100/1893061', content('Meta has retired the tag of this message.')],
  ['100/2018001', NO_SUCH_PERSON],
  ['100/2018007', NOT_FETCHED],
  ['100/2018008', NOT_FETCHED],
  ['100/2018294', NOT_FETCHED],
  ['100/2018028', content('Messenger found an id in the message wrong.')],
  ['100/2018034', content('Messenger does not take a message and an action together.')],
  ['100/2018047', content('Messenger could not take the file: it is of another type than it says.')],
  ['100/2018109', rejected('too-large', 'author', 'The file is larger than Messenger takes.')],
  ['100/2018145', content('Messenger found an id in the message wrong.')],
  ['190/460', pausing('The password was changed, which ended the token. Give the account a new one.')],
  ['190/463', pausing('The Page access token has expired. Give the account a new one.')],
  ['190/467', pausing('The Page access token is no longer valid. Give the account a new one.')],
  ['190/492', pausing('Whoever made the token has lost their role on the Page. Give the account a new one.')],
  ['200/1545041', AWAY],
  ['200/2018027', forOperator('The app is not approved yet: it may write only to people with a role on it.')],
  ['613/1893016', throttled('Messages leave faster than Meta likes.', MINUTE)],
]);

export const MEANING_OF_CODE: ReadonlyMap<number, Meaning> = new Map([
  [1, UNCLEAR],
  [2, unavailable('Meta is down for a moment.')],
  [4, throttled('The app makes more calls than Meta allows.', MINUTE)],
  [9, enough('This person has had as much marketing as Meta allows.')],
  [10, pausing('The app lacks a permission, or whoever made the token a role on the Page.', 'not-permitted')],
  [17, throttled('More calls are made than Meta allows.', MINUTE)],
  [32, throttled('More calls are made for this Page than Meta allows.', MINUTE)],
  [33, rejected('not-found', 'operator', 'Meta knows no object of this id, or the token may not see it.')],
  [100, content('Meta found a field of the message wrong.')],
  [190, pausing('The Page access token has expired or was revoked. Give the account a new one.')],
  [341, throttled('The app makes more calls than Meta allows.', MINUTE)],
  [
    368,
    pausing('Meta has blocked the Page for a while for a violation of its policy.', 'account-restricted'),
  ],
  [551, AWAY],
  [613, throttled('More calls of this kind are made than Meta allows.', MINUTE)],
  [803, rejected('not-found', 'author', 'Meta knows no object of this id.')],
  [1200, unavailable('Messenger could not send for a moment.')],
  [2022, rejected('account-restricted', 'operator', 'Meta has blocked this feature for the Page.')],
  [80_006, throttled('More calls are made to Messenger for this Page than Meta allows.', MINUTE)],
  [
    2_300_052,
    { ...rejected('unreachable', 'nobody', 'The person takes no marketing for now.'), retryAfterMs: DAY },
  ],
]);

/** Families, for codes that have no line of their own. */
export const MEANING_OF_RANGE: readonly (readonly [from: number, to: number, meaning: Meaning])[] = [
  [200, 299, pausing('The token lacks the permission pages_messaging for this Page.', 'not-permitted')],
];
