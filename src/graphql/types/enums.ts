import { DELIVERY_STATUSES } from '../../core/model/delivery-status.ts';
import { EVENT_TYPES } from '../../core/model/event.ts';
import { REJECTION_CAUSES } from '../../core/model/failure.ts';
import {
  FORMATTING_STYLES,
  MEDIA_KINDS,
  PART_TYPES,
  PLATFORM_VIEW_KINDS,
  TEMPLATE_BUTTON_VALUE_KINDS,
  TEMPLATE_HEADER_KINDS,
} from '../../core/model/part.ts';
import { POLICY_RULES } from '../../core/model/policy.ts';
import { PERMISSIONS } from '../../core/model/viewer.ts';
import {
  AUTHOR_KINDS,
  CASE_STATUSES,
  CHANNEL_ACCOUNT_STATUSES,
  MEMBER_ROLES,
  PURPOSES,
  ROUTING_STEPS,
  THREAD_CONTROLS,
} from '../../core/model/words.ts';
import { builder } from '../builder.ts';

/** An enum whose outside names are the domain's words in SCREAMING_CASE, each with a description. */
export function enumOf<const Word extends string>(
  name: string,
  description: string,
  words: readonly Word[],
  meaning?: Readonly<Partial<Record<Word, string>>>,
) {
  const values = words.map((word) => {
    const outside = word.toUpperCase().replaceAll('-', '_');
    return [outside, { value: word, description: meaning?.[word] ?? sentence(word) }] as const;
  });
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(values) as Record<string, { value: Word; description: string }>,
  });
}

const sentence = (word: string): string => {
  const text = word.toLowerCase().replaceAll(/[-_]/gu, ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

export const DirectionEnum = enumOf('Direction', 'Which way a message went.', ['INBOUND', 'OUTBOUND'], {
  INBOUND: 'From the contact to us.',
  OUTBOUND: 'From us to the contact.',
});
export const AuthorKindEnum = enumOf('AuthorKind', 'Who wrote a message.', AUTHOR_KINDS, {
  MEMBER: 'A colleague, through this API.',
  BOT: 'A program with an API key.',
  AUTOMATION: 'A rule inside Confab.',
  NATIVE_APP: "A colleague in the platform's own app, past us.",
});
export const PermissionEnum = enumOf('Permission', 'Something that a caller may do.', PERMISSIONS, {
  READ: 'See everything in the workspace, and follow its events.',
  ANSWER: 'Send and change messages, upload files, attend to conversations and cases.',
  MANAGE_CHANNELS: 'Connect and change channel accounts and inboxes.',
  MANAGE_ACCESS: 'Make and end API keys, and add members, up to the own role.',
  CREATE_WORKSPACES: 'Make workspaces: the instance’s admin key alone.',
});
export const PurposeEnum = enumOf('Purpose', 'Why a message is sent; policy depends on it.', PURPOSES, {
  SERVICE: 'Answering the contact.',
  TRANSACTIONAL: 'A notification about something that the contact did.',
  MARKETING: 'Promotion.',
  NEWSLETTER: 'News on a topic that the contact subscribed to.',
  AUTHENTICATION: 'A code to sign in with.',
});
export const DeliveryStatusEnum = enumOf(
  'DeliveryStatus',
  "An outbound message's progress. It only moves forward.",
  DELIVERY_STATUSES,
  {
    QUEUED: 'Stored and waiting to be sent.',
    SENDING: 'Handed to a sender; a request may be out.',
    SENT: 'The platform accepted it. Where the platform gives no receipts it stays here.',
    DELIVERED: "It reached the contact's device.",
    READ: 'The contact saw it.',
    FAILED: 'The platform said no; see failure.',
    REFUSED: 'Our policy said no just before sending; see decision.',
    UNCONFIRMED: 'No answer came: it may have been sent. Held until a receipt or a person settles it.',
    CANCELED: 'Taken out of the queue before it was sent.',
  },
);
export const CaseStatusEnum = enumOf('CaseStatus', 'Where a case stands.', CASE_STATUSES, {
  OPEN: 'Somebody should act.',
  PENDING: 'Waiting for the contact.',
  SNOOZED: 'Put aside until a time.',
  RESOLVED: 'Done.',
});
export const MemberRoleEnum = enumOf(
  'MemberRole',
  'What somebody may do; each role includes those before it.',
  MEMBER_ROLES,
  {
    OWNER: 'Everything.',
    ADMIN: 'Configures: accounts, inboxes, keys, members.',
    AGENT: 'Answers and works on cases.',
    VIEWER: 'Reads.',
  },
);
export const ChannelAccountStatusEnum = enumOf(
  'ChannelAccountStatus',
  'Whether an account takes part.',
  CHANNEL_ACCOUNT_STATUSES,
  {
    ACTIVE: 'Receives and sends.',
    PAUSED: 'Sends nothing until its set-up is mended; see health.',
    DISCONNECTED: 'Switched off; its history stays.',
  },
);
export const ReachabilityEnum = enumOf(
  'Reachability',
  'Whether the platform lets us write to an identity.',
  ['UNKNOWN', 'REACHABLE', 'BLOCKED', 'GONE'],
  {
    UNKNOWN: 'Never heard from.',
    REACHABLE: 'May be written to.',
    BLOCKED: 'The contact stopped us, and may come back.',
    GONE: 'The account at the platform no longer exists.',
  },
);
export const ThreadControlEnum = enumOf(
  'ThreadControl',
  'Which program of a business answers a contact at the platform.',
  THREAD_CONTROLS,
  {
    OURS: 'We do.',
    ASKED_FOR: 'We do, and another one asks to.',
    ANOTHERS: 'Another one does, such as the platform’s own inbox: it may refuse what we send.',
    NOBODYS: 'None does, until somebody writes.',
  },
);
export const RoutingStepEnum = enumOf(
  'RoutingStep',
  'What can be done about which program of a business answers a contact at the platform.',
  ROUTING_STEPS,
  {
    TAKE: 'We answer from now on, whoever did.',
    REQUEST: 'Whoever answers is asked to pass it on to us.',
    RELEASE: 'We answer no more; the platform decides who does.',
    PASS: 'Another program answers from now on.',
  },
);
export const IdentityKindEnum = enumOf('IdentityKind', 'Who is behind an identity.', ['PERSON', 'GROUP'], {
  PERSON: 'A person.',
  GROUP: 'A group that many write in and that is answered as one.',
});
export const MediaStatusEnum = enumOf(
  'MediaStatus',
  'Where a file is.',
  ['PENDING', 'STORED', 'FAILED', 'TOO_LARGE'],
  {
    PENDING: 'Being fetched from the platform.',
    STORED: 'In our store; url serves it.',
    FAILED: 'The platform no longer has it.',
    TOO_LARGE: 'Larger than the platform gives out.',
  },
);
export const MediaKindEnum = enumOf('MediaKind', 'What a file is shown as.', MEDIA_KINDS);
export const PartTypeEnum = enumOf('PartType', 'The kinds of parts that messages are made of.', PART_TYPES);
export const EventTypeEnum = enumOf(
  'EventType',
  'What happened.',
  [...EVENT_TYPES, 'CONTACT_TYPING', 'CURSOR_EXPIRED', 'CURSOR_AHEAD'] as const,
  {
    CONTACT_TYPING: 'The contact is typing; live only, never replayed.',
    CURSOR_EXPIRED: 'The cursor is older than what is kept; the stream ends.',
    CURSOR_AHEAD: 'The cursor lies ahead of the log; the stream ends.',
  },
);
export const PolicyRuleEnum = enumOf('PolicyRule', 'The rules that decide about sending.', POLICY_RULES, {
  'edition-in-force': 'Something must be known about that day.',
  'opted-out': 'The contact stopped us on the platform.',
  'forbidden-goods': 'The channel forbids what the message offers.',
  'template-usable': 'A template must be approved and filled.',
  'template-purpose': 'Promotion does not travel in a template of another category.',
  'promotion-permitted': 'The channel lets nobody promote, or only certain accounts.',
  'destination-paused': 'The channel does not deliver this to that country.',
  'promotional-opt-out': 'The contact refused newsletters and marketing.',
  'topic-consent': 'News and offers need a confirmed consent to that topic.',
  'extra-consent': 'The workspace asks for consent where nobody else does.',
  'held-back': 'The channel held promotion back from this person, who gets enough of it for now.',
  'opt-in-on-record': 'Who writes first needs a basis on record.',
  'customer-first': 'On this channel the contact writes first.',
  'messaging-window': 'Free-form answers are welcome only for a while.',
  budget: 'The workspace limits what a month may cost.',
  'frequency-cap': 'Nobody gets too many promotional messages.',
  'quiet-hours': 'Nobody is woken by a promotion.',
});
export const VerdictEnum = enumOf('Verdict', 'Whether a message may be sent.', ['ALLOW', 'REFUSE'], {
  ALLOW: 'It may.',
  REFUSE: 'It may not; see rule, reason and remedies.',
});
export const RejectionCauseEnum = enumOf('RejectionCause', 'Why a platform refused.', REJECTION_CAUSES);
export const FailureKindEnum = enumOf(
  'FailureKind',
  'What went wrong between us and a platform.',
  ['throttled', 'unavailable', 'rejected', 'unauthorized', 'indeterminate'],
  {
    throttled: 'The platform asked for a pause; it is tried again.',
    unavailable: 'Nothing was sent for certain; it is tried again.',
    rejected: 'The platform refused; trying the same again is pointless.',
    unauthorized: 'The credentials do not work; the account is paused.',
    indeterminate: 'No clear answer came; it may have been sent.',
  },
);
export const ActionByEnum = enumOf(
  'ActionBy',
  'Who can mend it.',
  ['nobody', 'author', 'operator', 'contact'],
  {
    nobody: 'It heals by itself.',
  },
);
export const OverlongTextEnum = enumOf(
  'OverlongText',
  "A text over the channel's limit.",
  ['SPLIT', 'REFUSE'],
  {
    SPLIT: 'Becomes several messages.',
    REFUSE: 'Is refused.',
  },
);
export const OnUnsupportedEnum = enumOf(
  'OnUnsupported',
  'A part that the channel lacks.',
  ['DEGRADE', 'REFUSE'],
  {
    DEGRADE: 'Becomes the nearest thing that the channel can show.',
    REFUSE: 'Is refused.',
  },
);
export const ChoiceStyleEnum = enumOf('ChoiceStyle', 'How the options of a choice are shown.', [
  'buttons',
  'list',
  'quick-replies',
]);
export const FormattingStyleEnum = enumOf(
  'FormattingStyle',
  'How a span of a text is shown.',
  FORMATTING_STYLES,
);
export const FormKindEnum = enumOf(
  'FormKind',
  'What a platform shows in the conversation itself.',
  PLATFORM_VIEW_KINDS,
  {
    form: 'Something to fill in.',
    'sign-in': 'A sign-in at the business’s own provider.',
    payment: 'A request to pay.',
    app: 'An app of the business’s own that opens in the conversation; `id` is the platform’s name of it. Its answer comes back like that of a form.',
    address: 'A delivery address to fill in; the value `country` says where.',
    catalog: 'The business’s catalogue, with the article `id` on its cover.',
    call: 'A button that calls the business within the messenger.',
    'call-permission': 'Asks whether the business may call.',
  },
);
export const SharedFactEnum = enumOf(
  'SharedFact',
  'What a contact shares with a tap.',
  ['phone', 'location'],
  {
    phone: 'Their phone number.',
    location: 'Where they are.',
  },
);
export const TemplateHeaderMediaKindEnum = enumOf(
  'TemplateHeaderMediaKind',
  'What the file of a template’s header is.',
  TEMPLATE_HEADER_KINDS,
);
export const TemplateButtonValueKindEnum = enumOf(
  'TemplateButtonValueKind',
  'What the variable of a template’s button is.',
  TEMPLATE_BUTTON_VALUE_KINDS,
  {
    'url-ending': 'The end of its link.',
    code: 'The code that it copies.',
    'form-token': 'The token of the form that it opens.',
  },
);
export const HealthLevelEnum = enumOf('HealthLevel', 'How an account is doing.', [
  'ok',
  'warning',
  'error',
  'unknown',
]);
export const ErrorCodeEnum = enumOf(
  'ErrorCode',
  'What kind of expected error it is; stable, for programs.',
  ['validation-failed', 'not-found', 'forbidden', 'conflict', 'idempotency-conflict', 'channel-unavailable'],
  {
    'validation-failed': 'The input is wrong; message says what, path says where.',
    'not-found': "No such thing in this workspace; another workspace's things count as absent.",
    forbidden: 'The role of the caller does not reach.',
    conflict: 'It does not fit the present state.',
    'idempotency-conflict': 'The key was used for another input.',
    'channel-unavailable': 'The platform could not be asked, or said no.',
  },
);
export const ResolutionEnum = enumOf(
  'Resolution',
  'What a person found out about an unconfirmed message.',
  ['SENT', 'RESEND', 'FAILED'],
  {
    SENT: 'It arrived.',
    RESEND: 'It did not: send it again, marked as a possible duplicate.',
    FAILED: 'Leave it.',
  },
);
export const ConversationOrderEnum = enumOf(
  'ConversationOrder',
  'How a list of conversations is sorted.',
  ['LATEST_FIRST', 'OLDEST_FIRST'],
  {
    LATEST_FIRST: 'The conversation with the latest message first.',
    OLDEST_FIRST: 'The one that waits longest first.',
  },
);
