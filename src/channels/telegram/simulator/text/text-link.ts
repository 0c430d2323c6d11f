import type { WireEntity } from '../wire.ts';

/** A link inside a formatted text: to a page, or to a person by id. null: what it points to is no address. */
export function textLink(target: string): Omit<WireEntity, 'offset' | 'length'> | null {
  const person = /^tg:(?:\/\/)?user\?id=(\d+)$/iu.exec(target)?.[1];
  if (person !== undefined) return textMention(Number(person));
  const url = checkedUrl(target);
  return url === null ? null : { type: 'text_link', url };
}

/** A mention of a person who may have no user name. Who that is, is looked up later; here is only the id. */
export function textMention(userId: number): Omit<WireEntity, 'offset' | 'length'> {
  return { type: 'text_mention', user: { id: userId, is_bot: false, first_name: '' } };
}

/** An address as Telegram writes it: with a scheme, and a slash after a bare host. null: it takes it for none. */
export function checkedUrl(target: string): string | null {
  if (/^(?:tg|ton|tonsite):/iu.test(target)) return target.replace(/^([a-z]+):(?:\/\/)?/iu, '$1://');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//iu.test(target) ? target : `http://${target}`;
  if (!/^https?:\/\//iu.test(withScheme) || /\s/u.test(target) || !URL.canParse(withScheme)) return null;
  const { hostname, href } = new URL(withScheme);
  return hostname.includes('.') || hostname.startsWith('[') ? href : null;
}
