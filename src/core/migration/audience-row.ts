import type { ChannelDefinition } from '../channel/index.ts';
import { readLanguageTag } from '../model/language-tag.ts';
import { storableText } from '../model/storable-text.ts';
import { isTimeZone } from '../model/time-zone.ts';
import type { AudienceRow } from '../store/audience-rows.ts';
import { FileProblem, type FileRow } from './read-file.ts';

const MAX_COLUMNS = 50;
const MAX_NAME = 200;
const MAX_VALUE = 1_000;

/** What the header may call what we know; every other column becomes an attribute of the contact. */
const COLUMNS = {
  address: ['number', 'phone', 'telephone', 'mobile', 'bsuid', 'user_id', 'id', 'nummer', 'telefon'],
  name: ['name', 'full_name'],
  language: ['language', 'locale', 'lang', 'sprache'],
  timeZone: ['time_zone', 'timezone', 'zeitzone'],
  consentedAt: ['consented_at', 'consent_at', 'opt_in_at', 'einwilligung_am'],
  evidence: ['consent_evidence', 'evidence', 'consent', 'nachweis'],
} as const;
type Column = keyof typeof COLUMNS;

/** What each column of a file is. */
export type Header = readonly ({ readonly column: Column } | { readonly attribute: string })[];

/** A row that brought nobody: what is wrong, and where. */
export interface RowProblem {
  readonly column: string;
  readonly message: string;
  readonly value: string;
}

export interface ReadRow extends AudienceRow {
  /** Null: the file does not say. */
  readonly consentedAt: Date | null;
  readonly evidence: string | null;
}

/** @throws {FileProblem} for a header that does not say whose row it is. */
export function readHeader({ cells }: FileRow): Header {
  if (cells.length > MAX_COLUMNS) {
    throw new FileProblem(`The header has ${cells.length} columns; at most ${MAX_COLUMNS} can be read.`);
  }
  const names = cells.map((cell) => storableText(cell).trim().toLowerCase().replaceAll(/\s+/gu, '_'));
  const doubled = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (doubled !== undefined) throw new FileProblem(`The header names "${cut(doubled)}" twice.`);
  const header = names.map((name, index) => {
    const column = (Object.keys(COLUMNS) as Column[]).find((key) =>
      COLUMNS[key].some((known) => known === name),
    );
    return column === undefined ? { attribute: cut(name === '' ? `column_${index + 1}` : name) } : { column };
  });
  if (!header.some((one) => 'column' in one && one.column === 'address')) {
    throw new FileProblem(
      `No column says who it is: the header needs "number" or "bsuid", and has ${cut(names.join(', '))}.`,
    );
  }
  return header;
}

/** One reader, or why the row is none. */
export function readAudienceRow(
  { cells }: FileRow,
  header: Header,
  adapter: ChannelDefinition,
  now: Date,
): ReadRow | RowProblem {
  if (cells.length !== header.length) {
    const message = `The row has ${cells.length} cells, the header ${header.length}.`;
    return { column: '', message, value: cells.slice(0, 3).join(' ') };
  }
  const said = new Map<Column, string>();
  const others = new Map<string, string>();
  for (const [index, kind] of header.entries()) {
    const value = storableText(cells[index] ?? '').trim();
    if ('column' in kind) {
      if (value !== '' && !said.has(kind.column)) said.set(kind.column, value);
    } else if (value !== '') others.set(kind.attribute, value);
  }
  const problem = (column: Column, message: string): RowProblem => ({
    column,
    message,
    value: said.get(column) ?? '',
  });

  const address = adapter.readAddress?.(said.get('address') ?? '') ?? null;
  if (address === null) {
    return problem('address', 'Neither a telephone number with its country code nor an id of this channel.');
  }
  const long = [...others].find(([, value]) => value.length > MAX_VALUE);
  if (long !== undefined) {
    return { column: long[0], message: `Longer than ${MAX_VALUE} characters.`, value: long[1] };
  }
  const name = said.get('name') ?? null;
  if ((name?.length ?? 0) > MAX_NAME) return problem('name', `Longer than ${MAX_NAME} characters.`);
  const language = readLanguageTag(said.get('language') ?? '');
  if (language === null && said.has('language'))
    return problem('language', 'No language tag such as "de" or "pt-BR".');
  const timeZone = said.get('timeZone') ?? null;
  if (timeZone !== null && !isTimeZone(timeZone)) {
    return problem('timeZone', 'No time zone such as "Europe/Berlin".');
  }
  const consentedAt = dateOf(said.get('consentedAt'));
  if (consentedAt === undefined)
    return problem('consentedAt', 'No date such as 2024-05-31 or 2024-05-31T12:00:00Z.');
  if (consentedAt !== null && consentedAt > now) return problem('consentedAt', 'It lies in the future.');
  const evidence = said.get('evidence') ?? null;
  if ((evidence?.length ?? 0) > MAX_VALUE) return problem('evidence', `Longer than ${MAX_VALUE} characters.`);
  // As own properties, whatever a column is called.
  const attributes = Object.fromEntries(others);
  return { ...address, name, language, timeZone, attributes, consentedAt, evidence };
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/u;

function dateOf(text: string | undefined): Date | null | undefined {
  if (text === undefined) return null;
  if (!ISO.test(text)) return undefined;
  // A time without a zone is read as UTC, like a date without a time.
  const hasZone = text.length <= 10 || /(?:Z|[+-]\d{2}:?\d{2})$/u.test(text.slice(10));
  const date = new Date(hasZone ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const cut = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
