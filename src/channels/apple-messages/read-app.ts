import type { FormReplyPart } from '../../core/model/part.ts';
import { EXTENSION } from './apple-extension.ts';
import type { InteractiveData } from './payload.ts';

/**
 * The answer of an app that is not Apple's own. What it says stands in a query whose words are between the app and
 * its maker; null: it is the answer of none.
 */
export function readApp({ bid, data, appName, URL: url }: InteractiveData): FormReplyPart | null {
  if (data !== undefined || url === undefined) return null;
  const [, , extension] = EXTENSION.exec(bid ?? '') ?? [];
  return { type: 'form-reply', name: appName ?? extension ?? null, values: valuesIn(url) };
}

/** By name; what stands there twice is joined, and what is no query is kept whole. */
function valuesIn(url: string): FormReplyPart['values'] {
  const start = url.indexOf('?');
  const query = new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
  const names = [...new Set(query.keys())];
  if (names.length === 0) return { URL: url };
  return Object.fromEntries(names.map((name) => [name, query.getAll(name).join(', ')]));
}
