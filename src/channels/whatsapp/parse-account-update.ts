import * as z from 'zod';
import type { Notice } from './parse-account.ts';
import { type Fields, Items, optional, Time, Word } from './payload.ts';

const AccountUpdate = z.object({
  event: Word,
  restriction_info: Items,
  violation_info: optional(z.object({ violation_type: optional(Word) })),
  ban_info: optional(z.object({ waba_ban_state: optional(Word), waba_ban_date: optional(Word) })),
});
type AccountUpdate = z.infer<typeof AccountUpdate>;

const Restriction = z.object({ restriction_type: Word, expiration: Time });

type Meaning = readonly [level: Notice['level'], describe: (update: AccountUpdate) => string];

const MEANING: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['ACCOUNT_RESTRICTION', ['error', describeRestrictions]],
  [
    'ACCOUNT_VIOLATION',
    [
      'warning',
      ({ violation_info }) =>
        `Meta found a violation of its policy: ${violation_info?.violation_type ?? 'unnamed'}.`,
    ],
  ],
  ['ACCOUNT_DELETED', ['error', () => 'The business account was deleted.']],
  ['ACCOUNT_OFFBOARDED', ['error', () => 'The number left the Cloud API.']],
  ['ACCOUNT_RECONNECTED', ['ok', () => 'The number is back on the Cloud API.']],
  [
    'PARTNER_REMOVED',
    ['error', () => 'The app was taken off the business account: no webhooks come any more.'],
  ],
  ['PARTNER_APP_UNINSTALLED', ['error', () => 'The app was uninstalled: no webhooks come any more.']],
]);

/** What becomes of a ban: announced, in force, taken back. */
const BAN_LEVEL: ReadonlyMap<string, Notice['level']> = new Map([
  ['SCHEDULE_FOR_DISABLE', 'warning'],
  ['DISABLE', 'error'],
  ['REINSTATE', 'ok'],
]);

/** Contracts, prices and advertising: nothing that keeps a message from leaving. */
const IGNORED: ReadonlySet<string> = new Set([
  'AD_ACCOUNT_LINKED',
  'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE',
  'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
  'MM_LITE_TERMS_SIGNED',
  'PARTNER_ADDED',
  'PARTNER_APP_INSTALLED',
  'VOLUME_BASED_PRICING_TIER_UPDATE',
]);

export function readAccountUpdate(value: Fields): Notice | 'ignored' | null {
  const parsed = AccountUpdate.safeParse(value);
  if (!parsed.success) return null;
  const { event } = parsed.data;
  if (IGNORED.has(event)) return 'ignored';
  if (event === 'DISABLED_UPDATE') return describeBan(parsed.data);
  const meaning = MEANING.get(event);
  if (meaning === undefined) return null;
  const [level, describe] = meaning;
  return { level, word: event, description: describe(parsed.data) };
}

function describeBan({ ban_info }: AccountUpdate): Notice | null {
  const { waba_ban_state: state, waba_ban_date: date } = ban_info ?? {};
  const level = BAN_LEVEL.get(state ?? '');
  if (state === undefined || level === undefined) return null;
  return {
    level,
    word: state,
    description: `Meta's ban of the business account: ${state}${date === undefined ? '' : `, ${date}`}.`,
  };
}

function describeRestrictions({ restriction_info }: AccountUpdate): string {
  const restrictions = restriction_info
    .map((item) => Restriction.safeParse(item))
    .flatMap(({ data }) => data ?? [])
    .map(({ restriction_type, expiration }) =>
      expiration === undefined ? restriction_type : `${restriction_type} until ${expiration.toISOString()}`,
    );
  return `Meta restricts the account: ${restrictions.join(', ') || 'it does not say how'}.`;
}
