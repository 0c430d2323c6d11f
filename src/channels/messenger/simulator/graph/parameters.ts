import type { SimulatorRequest } from '../../../shared/simulator/http-server.ts';
import {
  type Form,
  readMultipart,
  readUrlencoded,
  type UploadedFile,
} from '../../../shared/simulator/read-form.ts';
import { Refusal, refusals } from './refusal.ts';

/** What a call said, whether in its query, as JSON or as a form; fields of a form that are JSON are read as such. */
export interface Parameters {
  readonly values: Readonly<Record<string, unknown>>;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

export const noParameters: Parameters = { values: {}, files: new Map() };

/** A file of 25 MB, a little more, and what is said about it. */
const MAX_BODY_BYTES = 30 * 1024 * 1024;

export async function readParameters(request: SimulatorRequest): Promise<Parameters | Refusal> {
  const body = await request.readBody(MAX_BODY_BYTES);
  if (body === null) return refusals.tooLarge;
  const query = Object.fromEntries(request.query);
  const type = request.headers['content-type'] ?? '';
  if (body.byteLength === 0) return { values: query, files: new Map() };
  if (type.startsWith('application/json')) {
    const json = readJson(Buffer.from(body).toString('utf8'));
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return refusals.badBody;
    return { values: { ...query, ...json }, files: new Map() };
  }
  const form = type.startsWith('multipart/form-data') ? readMultipart(type, body) : readUrlencoded(body);
  return form === null ? refusals.badBody : { values: { ...query, ...valuesOf(form) }, files: form.files };
}

function valuesOf({ fields }: Form): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...fields].map(([name, text]) => [name, /^[[{]/u.test(text) ? (readJson(text) ?? text) : text]),
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRefusal(value: unknown): value is Refusal {
  return value instanceof Refusal;
}
