import type { MessageEvent } from '../../core/channel/index.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import type { Envelope } from './payload.ts';

/**
 * An entry point as one word: `intent`, `intent@group`, or `@group`. Neither can hold an `@`, which URIs reserve.
 */
export function toRef({ intent, group }: { readonly intent?: string; readonly group?: string }): string {
  return `${intent ?? ''}${group === undefined ? '' : `@${group}`}`;
}

/** Where the customer came from, which Apple may say with the first message or with every one. */
export function referralOf({ intent, group }: Envelope): Pick<MessageEvent, 'referral'> {
  if (intent === undefined && group === undefined) return {};
  const entry = omitUndefined({ intent, group });
  return { referral: { ref: toRef(entry), source: 'deep-link', details: entry } };
}
