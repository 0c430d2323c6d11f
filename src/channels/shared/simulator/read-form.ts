/** What a form said: its fields, and its files by field name. The first of a repeated name wins. */
export interface Form {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

export interface UploadedFile {
  readonly fileName: string;
  readonly mimeType: string | null;
  readonly bytes: Uint8Array;
}

const CRLF = '\r\n';

/** Reads `application/x-www-form-urlencoded`. */
export function readUrlencoded(body: Uint8Array): Form {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString('utf8'))) {
    if (!fields.has(name)) fields.set(name, value);
  }
  return { fields, files: new Map() };
}

/**
 * Reads `multipart/form-data`, or says null when it is not well formed.
 *
 * Done by hand because platforms are more patient than Node's own `Response.formData()`, which refuses what
 * widely used clients send: header names in lower case without a space, and file names without quotes.
 */
export function readMultipart(contentType: string, body: Uint8Array): Form | null {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/iu.exec(contentType);
  if (boundary === null) return null;

  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = `--${boundary[1] ?? boundary[2]}`;
  const fields = new Map<string, string>();
  const files = new Map<string, UploadedFile>();

  let at = bytes.indexOf(delimiter);
  while (at !== -1) {
    const start = at + delimiter.length;
    if (bytes.toString('latin1', start, start + 2) === '--') return { fields, files };

    const headEnd = bytes.indexOf(CRLF + CRLF, start);
    const next = bytes.indexOf(CRLF + delimiter, start);
    if (headEnd === -1 || next === -1 || headEnd > next) return null;

    const head = readPartHead(bytes.toString('utf8', start, headEnd));
    if (head === null) return null;
    const content = bytes.subarray(headEnd + 2 * CRLF.length, Math.max(next, headEnd + 2 * CRLF.length));
    if (head.fileName === null) {
      if (!fields.has(head.name)) fields.set(head.name, content.toString('utf8'));
    } else if (!files.has(head.name)) {
      files.set(head.name, { fileName: head.fileName, mimeType: head.mimeType, bytes: content });
    }
    at = next + CRLF.length;
  }
  return null;
}

/** `fileName` null: a plain field. */
function readPartHead(
  head: string,
): { readonly name: string; readonly fileName: string | null; readonly mimeType: string | null } | null {
  const disposition = /(?:^|\r\n)content-disposition:\s*form-data(.*)/iu.exec(head)?.[1];
  const name = disposition === undefined ? null : parameterOf(disposition, 'name');
  if (disposition === undefined || name === null) return null;
  return {
    name,
    fileName: parameterOf(disposition, 'filename'),
    mimeType: /(?:^|\r\n)content-type:\s*([^\r\n;]+)/iu.exec(head)?.[1]?.trim() ?? null,
  };
}

/** Quotes inside a quoted name arrive as `%22` from browsers and as `\"` from others. */
function parameterOf(disposition: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;]*))`, 'iu').exec(disposition);
  if (found === null) return null;
  return found[1]?.replaceAll('\\"', '"').replaceAll('%22', '"') ?? found[2]?.trim() ?? '';
}
