import type { SimulatorRequest } from '../../../shared/simulator/http-server.ts';
import { readMultipart, type UploadedFile } from '../../../shared/simulator/read-form.ts';
import type { Wire } from '../state.ts';
import { type GraphRefusal, invalidParameter } from './answer.ts';

/** What a call brought. */
export interface Received {
  readonly body: Wire;
  /** By field; a body that is nothing but a file has none, and stands under "". */
  readonly files: ReadonlyMap<string, UploadedFile>;
}

/** A document of 100 MB and what is said about it. */
const MAX_BODY_BYTES = 101 * 1024 * 1024;

/** Reads JSON or a form; nothing at all is an empty object. */
export async function receive(request: SimulatorRequest): Promise<Received | GraphRefusal> {
  const bytes = await request.readBody(MAX_BODY_BYTES);
  if (bytes === null) return invalidParameter('The request is larger than 101 MB.');
  if (bytes.byteLength === 0) return { body: {}, files: new Map() };
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('multipart/form-data')) {
    const form = readMultipart(contentType, bytes);
    if (form === null) return invalidParameter('The form is malformed.');
    return { body: Object.fromEntries(form.fields), files: form.files };
  }
  if (request.headers.file_offset !== undefined) {
    return { body: {}, files: new Map([['', { bytes, fileName: 'example', mimeType: contentType }]]) };
  }
  const json = parse(Buffer.from(bytes).toString('utf8'));
  return json === null
    ? invalidParameter('The body is not a JSON object.')
    : { body: json, files: new Map() };
}

function parse(text: string): Wire | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : null;
  } catch {
    return null;
  }
}
