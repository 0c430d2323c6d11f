import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';

/** The file as a whole can not be read; nothing of it was taken. For whoever sent it. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}

export interface FileRow {
  /** As a spreadsheet counts: the header is row 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** A row of an address list is short; whatever is longer is no row, but a bomb or a quote that was never closed. */
const MAX_ROW_LENGTH = 64 * 1024;
const SAMPLE_BYTES = 64 * 1024;

export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Encodings that a caller may declare; without one the file's own mark counts, then UTF-8. */
export const FILE_ENCODINGS: readonly FileEncoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];

/** What the first bytes say of a file. A mark at its beginning wins; zeros at every other place betray UTF-16. */
export async function detectEncoding(path: string): Promise<FileEncoding> {
  const sample = await sampleOf(path);
  const [first, second] = sample;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even < odd / 8) return 'utf-16le';
  if (even > sample.length / 4 && odd < even / 8) return 'utf-16be';
  return 'utf-8';
}

async function sampleOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The rows of a CSV file, one after the other, whatever its size: comma, semicolon or tab, quotes as spreadsheets write
 * them. A chunk of the file and a row are all that is held.
 *
 * @throws {FileProblem} naming the row, for bytes that are no text and rows that have no end.
 */
export async function* readRows(path: string, encoding: FileEncoding): AsyncGenerator<FileRow> {
  const delimiter = delimiterOf(new TextDecoder(encoding).decode(await sampleOf(path)));
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    trim: true,
    max_record_size: MAX_ROW_LENGTH,
    info: true,
  });
  const feeding = feed(path, encoding, parser);
  // Its failure reaches whoever reads through the parser.
  feeding.catch((error: unknown) => parser.destroy(error instanceof Error ? error : new Error('unreadable')));
  let number = 0;
  try {
    for await (const { record } of parser as AsyncIterable<{ record: string[] }>) {
      number += 1;
      // An empty line counts, as in a spreadsheet, and says nothing.
      if (record.length > 1 || record[0] !== '') yield { number, cells: record };
    }
  } catch (error) {
    // Rows that were read and not taken yet are lost with the failure: the parser alone knows which one it is.
    throw error instanceof CsvError ? new FileProblem(explain(error.code, parser.info.records + 1)) : error;
  } finally {
    parser.destroy();
  }
}

async function feed(path: string, encoding: FileEncoding, parser: ReturnType<typeof parse>): Promise<void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const file = createReadStream(path, { highWaterMark: SAMPLE_BYTES });
  let position = 0;
  let complete = 0;
  let unbroken = 0;
  const decode = (bytes: Uint8Array | null): string => {
    try {
      return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new FileProblem(
        `The file is not ${encoding}: near byte ${position} stands something that is no text in it. Save it as UTF-8, or say which encoding it has.`,
      );
    }
  };
  const write = async (text: string) => {
    if (text.includes('\u0000')) {
      throw new FileProblem(
        `Near byte ${position} the file holds zeros: it is no text, or has another encoding.`,
      );
    }
    if (!parser.destroyed && !parser.write(text)) {
      await new Promise<void>((resolve) => {
        parser.once('drain', resolve).once('close', resolve);
      });
    }
    const { records } = parser.info;
    unbroken = records === complete ? unbroken + text.length : 0;
    complete = records;
    // The parser bounds what cells hold, not how many there are: a row of a hundred million commas has no content.
    if (unbroken > 2 * MAX_ROW_LENGTH) throw new FileProblem(explain('CSV_MAX_RECORD_SIZE', records + 1));
  };
  try {
    for await (const chunk of file as AsyncIterable<Uint8Array>) {
      if (parser.destroyed) return;
      await write(decode(chunk));
      position += chunk.length;
    }
    await write(decode(null));
    parser.end();
  } finally {
    file.destroy();
  }
}

function explain(code: CsvError['code'], row: number): string {
  switch (code) {
    case 'CSV_MAX_RECORD_SIZE':
      return `Row ${row} is longer than ${MAX_ROW_LENGTH} characters: is a quotation mark missing?`;
    case 'CSV_QUOTE_NOT_CLOSED':
      return `Row ${row} begins a quotation that never ends.`;
    default:
      return `Row ${row} can not be read as CSV: a quotation mark stands where none may stand.`;
  }
}

/** What stands most often in the header, outside quotations. */
function delimiterOf(sample: string): string {
  const [header = ''] = sample.replaceAll(/"[^"]*"/gu, '').split(/\r?\n/u, 1);
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counted.toSorted((one, other) => other.count - one.count)[0]?.mark ?? ',';
}
