import type { ActionBy, ChannelErrorKind, RejectionCause } from '../../core/model/failure.ts';

/** What one of Meta's codes means to the queue, and to the person who reads about it. */
export interface Meaning {
  readonly kind: ChannelErrorKind;
  readonly cause?: RejectionCause;
  readonly actionBy: ActionBy;
  /** What happened and what to do. */
  readonly sentence: string;
  /** Not before this; for a refusal: when an author may try the same again. */
  readonly retryAfterMs?: number;
  /** `throttled`: only the one recipient is concerned. */
  readonly throttles?: 'conversation';
  /** Says so little that beside a 5xx it may mean "done": then nobody knows. */
  readonly isVague?: true;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Trying the same again is pointless. */
function rejected(
  cause: RejectionCause,
  actionBy: ActionBy,
  sentence: string,
  retryAfterMs?: number,
): Meaning {
  return { kind: 'rejected', cause, actionBy, sentence, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** Nothing at all leaves before an operator has mended it: what waits had better wait. */
function pausing(sentence: string, cause?: RejectionCause): Meaning {
  return { kind: 'unauthorized', actionBy: 'operator', sentence, ...(cause !== undefined && { cause }) };
}

/** Passes by itself. */
function unavailable(sentence: string, retryAfterMs?: number): Meaning {
  return {
    kind: 'unavailable',
    actionBy: 'nobody',
    sentence,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function throttled(sentence: string, retryAfterMs: number): Meaning {
  return { kind: 'throttled', actionBy: 'nobody', sentence, retryAfterMs };
}

const content = (sentence: string) => rejected('invalid-content', 'author', sentence);
const template = (actionBy: ActionBy, sentence: string, retryAfterMs?: number) =>
  rejected('template-problem', actionBy, sentence, retryAfterMs);
const forOperator = (sentence: string) => rejected('not-permitted', 'operator', sentence);

/** Graph and Cloud API error codes, as documented in November 2026 (…/whatsapp/support/error-codes). */
export const MEANING_OF_CODE: ReadonlyMap<number, Meaning> = new Map([
  [0, pausing('Meta does not accept the access token. Give the account a new one of a system user.')],
  [190, pausing('The access token has expired or was revoked. Give the account a new one of a system user.')],
  [
    3,
    pausing('The app lacks the capability for this call. Add the WhatsApp product to it.', 'not-permitted'),
  ],
  [10, pausing('The token lacks a permission: it needs whatsapp_business_messaging.', 'not-permitted')],
  [1, { ...unavailable('Meta failed without saying why.'), isVague: true }],
  [2, unavailable('Meta is down for a moment.')],
  [4, throttled('The app makes more calls than Meta allows.', MINUTE)],
  [33, rejected('not-found', 'operator', 'Meta knows no object of this id, or the token may not see it.')],
  [100, content('Meta found a field of the message wrong.')],
  [
    368,
    rejected('account-restricted', 'operator', 'Meta restricts the account for a violation of its policy.'),
  ],
  [80007, throttled('The business account makes more calls than Meta allows.', MINUTE)],
  [80008, throttled('The business account makes more management calls than Meta allows.', MINUTE)],
  [130429, throttled('The number sends faster than WhatsApp allows.', 2 * SECOND)],
  [
    130472,
    rejected('not-permitted', 'nobody', 'The contact is in an experiment of Meta that gets no marketing.'),
  ],
  [130497, forOperator('The account may not write to people in that country.')],
  [131000, { ...unavailable('WhatsApp failed without saying why.'), isVague: true }],
  [131005, pausing('The token may not use this number. Give its system user the number.', 'not-permitted')],
  [131008, content('WhatsApp misses a field of the message.')],
  [131009, content('WhatsApp found a value in the message wrong.')],
  [131016, unavailable('WhatsApp is overloaded for a moment.')],
  [131020, rejected('not-permitted', 'operator', 'WhatsApp refuses messages to this group.')],
  [131021, rejected('unreachable', 'author', 'The recipient is the sender.')],
  [
    131026,
    rejected(
      'unreachable',
      'contact',
      'WhatsApp could not deliver: no WhatsApp there, an old app, terms not accepted, or blocked. It does not say which.',
    ),
  ],
  [131030, forOperator('The test number may write only to numbers on its list. Add the recipient to it.')],
  [131031, pausing('Meta has locked the account. Appeal in Business Support.', 'account-restricted')],
  [131037, forOperator('The display name of the number is not approved yet.')],
  [131041, rejected('not-permitted', 'operator', 'WhatsApp refuses messages to this group.')],
  [
    131042,
    rejected('billing', 'operator', 'Something is wrong with the payment method of the business account.'),
  ],
  [131044, rejected('billing', 'operator', 'The business account has no valid payment method.')],
  [131045, pausing('The registration of the number is broken. Register it again.', 'not-permitted')],
  [
    131047,
    rejected('window-closed', 'author', 'The contact last wrote more than 24 hours ago: send a template.'),
  ],
  [
    131048,
    rejected(
      'account-restricted',
      'operator',
      'Too many people blocked or reported this number. Stop campaigns before anything else is sent.',
      DAY,
    ),
  ],
  [
    131049,
    rejected(
      'promotion-held-back',
      'nobody',
      'WhatsApp held it back: this person gets enough marketing already, or none there. Not again within a day.',
      DAY,
    ),
  ],
  // Service and utility messages go on: the contact has not stopped the account.
  [131050, rejected('not-permitted', 'contact', 'The contact takes no marketing from this business.')],
  [131051, content('WhatsApp does not take this type of message.')],
  [131052, unavailable('WhatsApp could not fetch the file that the contact sent.')],
  [131053, content('WhatsApp could not take or fetch the file: its type, its size or its address is wrong.')],
  // Waits that grow by themselves fit better than any number: WhatsApp wants 1, 4, 16, 64 … seconds.
  [
    131056,
    {
      kind: 'throttled',
      actionBy: 'nobody',
      throttles: 'conversation',
      sentence: 'Too many messages to this one person in too short a time.',
    },
  ],
  [131057, unavailable('Meta moves the account to other machines.', MINUTE)],
  [131060, rejected('other', 'nobody', 'WhatsApp no longer has the message.')],
  [
    131062,
    rejected(
      'not-permitted',
      'author',
      'A template with a one-time code needs the phone number of the contact.',
    ),
  ],
  [
    131063,
    forOperator(
      'The business account may send marketing only by the Marketing Messages API: switch that setting on.',
    ),
  ],
  [
    131064,
    rejected(
      'account-restricted',
      'operator',
      'Meta has lowered the limits for templates in a wrong category.',
    ),
  ],
  [132000, template('author', 'The template has another number of variables.')],
  [132001, template('operator', 'There is no such template in this language, or it is not approved.')],
  [132005, template('author', 'The text is too long with its variables filled in.')],
  [132007, template('operator', 'The content of the template violates a policy of WhatsApp.')],
  [132008, template('author', 'A variable of the template has a wrong form.')],
  [132012, template('author', 'A variable of the template is of another type.')],
  [132015, template('operator', 'The template is paused, because too many people disliked it.', 3 * HOUR)],
  [132016, template('operator', 'The template is disabled for good, because too many people disliked it.')],
  [132018, template('author', 'A variable of the template is not valid.')],
  [132068, template('operator', 'The form is blocked: mend its endpoint.')],
  [132069, template('operator', 'The form is throttled: its endpoint answers too slowly.', HOUR)],
  [133000, unavailable('An earlier deregistration of the number is not complete.')],
  [133004, unavailable('The server of the number is not available for a moment.')],
  [133005, forOperator('The two-step PIN is wrong.')],
  [133006, pausing('The number must be verified again before it can be registered.', 'not-permitted')],
  [133008, forOperator('The two-step PIN was wrong too often.')],
  [133009, forOperator('The two-step PIN was tried too fast.')],
  [133010, pausing('The number is not registered on the Cloud API. Register it.', 'not-permitted')],
  [133015, unavailable('The number was deleted a moment ago.', 5 * MINUTE)],
  [
    133016,
    rejected('not-permitted', 'operator', 'The number was registered too often: wait three days.', 3 * DAY),
  ],
  [134100, template('author', 'The Marketing Messages API takes marketing templates only.')],
  [134101, unavailable('The template is not yet known to the Marketing Messages API.', 10 * MINUTE)],
  [134102, template('operator', 'The template can not be sent by the Marketing Messages API.')],
  [135000, content('WhatsApp found something in the request wrong.')],
  [
    137000,
    forOperator(
      'The identity of the contact has changed, and the account asks for that to be confirmed first.',
    ),
  ],
]);

/** Families, for codes that have no line of their own. */
export const MEANING_OF_RANGE: readonly (readonly [from: number, to: number, meaning: Meaning])[] = [
  [
    200,
    299,
    pausing('The token lacks a permission, or the number belongs to another business.', 'not-permitted'),
  ],
  [131_200, 131_299, rejected('not-permitted', 'operator', 'WhatsApp refuses this in a group.')],
  [138_000, 138_999, rejected('other', 'nobody', 'WhatsApp refuses the call.')],
  [139_000, 139_099, template('operator', 'WhatsApp refuses the form.')],
  [139_100, 139_199, forOperator('WhatsApp refuses the change of the block list.')],
  [147_000, 147_999, forOperator('WhatsApp refuses the business username.')],
];

/** A field is wrong (100), and the `error_subcode` says in what way. */
export const MEANING_OF_SUBCODE: readonly (readonly [from: number, to: number, meaning: Meaning])[] = [
  [33, 33, rejected('not-found', 'operator', 'Meta knows no object of this id, or no longer.')],
  [2_388_000, 2_388_999, template('author', 'Meta refuses the template as it is.')],
  [2_494_000, 2_494_999, forOperator('Meta refuses the registration as it is.')],
];
