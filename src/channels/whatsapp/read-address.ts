import type { WrittenAddress } from '../../core/channel/index.ts';
import { isUserId } from './people.ts';

/** E.164 has at most 15 digits; the shortest numbers with a country code have 7. */
const INTERNATIONAL = /^[1-9]\d{6,14}$/u;

/**
 * A business-scoped id, or a telephone number with its country code: `+49 170 123`, `0049…`, `49170123`. A number that
 * begins with a single 0 has none and could be anybody's.
 */
export function readAddress(text: string): WrittenAddress | null {
  const written = text.trim();
  if (isUserId(written)) return { externalId: written, country: written.slice(0, 2) };
  if (!/^\+?[\d\s().\-/]+$/u.test(written)) return null;
  const digits = written.replaceAll(/\D/gu, '').replace(/^00/u, '');
  return INTERNATIONAL.test(digits) ? { externalId: digits, country: null } : null;
}
