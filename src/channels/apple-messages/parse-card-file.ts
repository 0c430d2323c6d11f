import type { ContactCard, ContactCardPart, LocationPart } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { partsOf, readVCards, type VCard, valuesOf } from './vcard.ts';

/** Files that say what they mean in a few lines: people, and places. */
const CARD_TYPES = new Set(['text/vcard', 'text/x-vcard', 'text/directory']);
const PLACE_TYPE = 'text/x-vlocation';

/** Whether a file of this type is worth reading before its message is stored. */
export function isCardType(mimeType: string | null): boolean {
  const type = bare(mimeType);
  return type === PLACE_TYPE || CARD_TYPES.has(type);
}

/** @returns null when the file says neither who nor where; then it stays a file. */
export function readCardFile(mimeType: string | null, text: string): ContactCardPart | LocationPart | null {
  const cards = readVCards(text);
  if (bare(mimeType) === PLACE_TYPE) return readPlace(cards);
  const contacts = cards.flatMap((card) => readContact(card, cards.length === 1 ? text : undefined));
  return contacts.length === 0 ? null : { type: 'contact-card', contacts };
}

function readContact(card: VCard, vcard: string | undefined): readonly ContactCard[] {
  const [lastName, firstName] = partsOf(card, 'N').map(orAbsent);
  const phones = valuesOf(card, 'TEL').map((phone) => phone.replace(/^tel:/iu, ''));
  const [organization] = partsOf(card, 'ORG').map(orAbsent);
  const [fullName] = valuesOf(card, 'FN').flatMap((name) => orAbsent(name) ?? []);
  const name = fullName ?? [firstName, lastName].filter(Boolean).join(' ');
  const known = [name, organization, phones[0]].find((words) => words !== undefined && words !== '');
  if (known === undefined) return [];
  const emails = valuesOf(card, 'EMAIL').filter(Boolean);
  return [
    omitUndefined({
      name: known,
      firstName,
      lastName,
      phones: phones.filter(Boolean),
      emails,
      organization,
      vcard,
    }),
  ];
}

/** A card whose address is one of Apple's maps: the place stands in `ll`, or in what later ones call it. */
function readPlace(cards: readonly VCard[]): LocationPart | null {
  for (const card of cards) {
    for (const url of valuesOf(card, 'URL').filter((value) => URL.canParse(value))) {
      const query = new URL(url).searchParams;
      const place = toPlace(query.get('ll') ?? query.get('coordinate') ?? query.get('sll') ?? '');
      if (place === null) continue;
      const [name] = valuesOf(card, 'FN').flatMap((words) => orAbsent(words) ?? []);
      const address = orAbsent(query.get('address') ?? '');
      return omitUndefined({ type: 'location' as const, ...place, name, address });
    }
  }
  return null;
}

function toPlace(degrees: string): Pick<LocationPart, 'latitude' | 'longitude'> | null {
  const [, north = '', east = ''] =
    /^\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)/u.exec(degrees) ?? [];
  if (north === '') return null;
  const [latitude, longitude] = [Number(north), Number(east)];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

const orAbsent = (words: string): string | undefined => (words === '' ? undefined : words);

const bare = (mimeType: string | null): string =>
  (mimeType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
