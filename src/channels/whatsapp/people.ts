import type { SenderFacts } from '../../core/channel/index.ts';
import { displayName } from '../shared/display-name.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { Contact } from './payload.ts';

/**
 * WhatsApp's names of one person. Any may be missing: the phone number where the person hides it, the
 * business-scoped id in bodies of before April 2026, the parent id nearly always.
 */
export interface PersonIds {
  /** `DE.7204418836150092`: one person at one business portfolio, until they change their number. */
  readonly userId?: string | undefined;
  /** Digits. Never made out of a `userId`, whose digits look like a number and are none. */
  readonly phone?: string | undefined;
  /** `DE.ENT.55120099847733`: the same for linked portfolios. */
  readonly parentUserId?: string | undefined;
}

const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/u;

/** Sending needs to know: such an id goes into `recipient`, a number into `to`. */
export function isUserId(externalId: string): boolean {
  return USER_ID.test(externalId);
}

export function readContacts(items: readonly unknown[]): readonly Contact[] {
  return items.flatMap((item) => Contact.safeParse(item).data ?? []);
}

/**
 * Whom these ids mean, with what the contacts of the same body tell about them.
 *
 * @returns null when nothing names them.
 */
export function toPerson(ids: PersonIds, contacts: readonly Contact[]): SenderFacts | null {
  const contact = contactOf(ids, contacts);
  const names = [
    ids.userId,
    contact?.user_id,
    ids.phone,
    contact?.wa_id,
    ids.parentUserId,
    contact?.parent_user_id,
  ];
  const [externalId, ...aliases] = new Set(names.filter((name) => name !== undefined));
  if (externalId === undefined) return null;
  return omitUndefined({
    externalId,
    aliases: aliases.length === 0 ? undefined : aliases,
    displayName: displayName(contact?.profile?.name),
    username: contact?.profile?.username,
    country: contact?.country_code ?? countryOf(externalId),
  });
}

/** By id, never by position: the two lists need not have the same order. */
function contactOf({ userId, phone }: PersonIds, contacts: readonly Contact[]): Contact | undefined {
  const isNamed = userId !== undefined || phone !== undefined;
  if (!isNamed) return contacts.length === 1 ? contacts[0] : undefined;
  return (
    contacts.find(({ user_id }) => userId !== undefined && user_id === userId) ??
    contacts.find(({ wa_id }) => phone !== undefined && wa_id === phone)
  );
}

/** A business-scoped id begins with its person's country. */
function countryOf(externalId: string): string | undefined {
  return isUserId(externalId) ? externalId.slice(0, 2) : undefined;
}
