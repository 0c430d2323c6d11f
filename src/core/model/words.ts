/** The closed vocabularies of the domain (DESIGN: words). Spelled as outsiders see them. */

export type Direction = 'INBOUND' | 'OUTBOUND';

export const AUTHOR_KINDS = [
  'CONTACT',
  'MEMBER',
  'BOT',
  'AUTOMATION',
  'CAMPAIGN',
  'NATIVE_APP',
  'SYSTEM',
] as const;
/** Who wrote a message. `NATIVE_APP`: a colleague, in the platform's own app, past us. */
export type AuthorKind = (typeof AUTHOR_KINDS)[number];

export const PURPOSES = ['SERVICE', 'TRANSACTIONAL', 'MARKETING', 'NEWSLETTER', 'AUTHENTICATION'] as const;
/** Why a message is sent: answering, a notification about the contact's own doing, promotion, news, a code. */
export type Purpose = (typeof PURPOSES)[number];

/** These two sell or tell; the law and every platform ask for consent first. */
export const isPromotional = (purpose: Purpose): boolean =>
  purpose === 'MARKETING' || purpose === 'NEWSLETTER';

export const CASE_STATUSES = ['OPEN', 'PENDING', 'SNOOZED', 'RESOLVED'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

export const MEMBER_ROLES = ['OWNER', 'ADMIN', 'AGENT', 'VIEWER'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** A private person, or a group that many write in and that answers as one. */
export type IdentityKind = 'PERSON' | 'GROUP';

/**
 * Whether the platform lets us write to an identity. `UNKNOWN`: never heard from. `BLOCKED`: the contact
 * stopped us and may come back. `GONE`: the platform account no longer exists.
 */
export type Reachability = 'UNKNOWN' | 'REACHABLE' | 'BLOCKED' | 'GONE';

export const THREAD_CONTROLS = ['OURS', 'ASKED_FOR', 'ANOTHERS', 'NOBODYS'] as const;
/** Which program of a business answers at the platform. `ASKED_FOR`: we do, and another one asks to. */
export type ThreadControl = (typeof THREAD_CONTROLS)[number];

export const ROUTING_STEPS = ['TAKE', 'REQUEST', 'RELEASE', 'PASS'] as const;
/** What can be done about who answers a conversation at the platform. */
export type RoutingStep = (typeof ROUTING_STEPS)[number];

export const CHANNEL_ACCOUNT_STATUSES = ['ACTIVE', 'PAUSED', 'DISCONNECTED'] as const;
/** `PAUSED`: nothing is sent until credentials are mended (by us after a 401, or by an operator). */
export type ChannelAccountStatus = (typeof CHANNEL_ACCOUNT_STATUSES)[number];

export type MediaStatus = 'PENDING' | 'STORED' | 'FAILED' | 'TOO_LARGE';
