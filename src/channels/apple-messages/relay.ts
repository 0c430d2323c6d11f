import type { Credentials } from '../../core/model/channel-account.ts';

/**
 * Whether another provider's MSP stands between us and Apple. It takes and gives Apple's bodies unchanged at an
 * address of its own (the account's API address) and has its own ways to prove who calls.
 */
export function isRelayed({ relayHeaders = '' }: Credentials): boolean {
  return relayHeaders.trim() !== '';
}

export type HeaderLine = readonly [name: string, value: string];

const LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e]*)$/u;

/** One `name: value` on each line, names in lower case; null when a line is none. */
export function readHeaderLines(text: string): readonly HeaderLine[] | null {
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  const headers: HeaderLine[] = [];
  for (const line of lines) {
    const [, name, value] = LINE.exec(line.trim()) ?? [];
    if (name === undefined || value === undefined) return null;
    headers.push([name.toLowerCase(), value.trim()]);
  }
  return headers;
}
