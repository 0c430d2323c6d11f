import { type Form, readMultipart, readUrlencoded } from '../../shared/simulator/read-form.ts';
import { badRequest, type Refusal } from './answer.ts';
import type { Parameters } from './parameters.ts';

/** Puts query and body together; where both name a parameter, the body has it. */
export function readParameters(
  query: URLSearchParams,
  contentType: string,
  body: Uint8Array,
): Parameters | Refusal {
  const form = readBody(contentType, body);
  if (!('fields' in form)) return form;
  const values = new Map([...query, ...form.fields]);
  for (const value of values.values()) {
    if (!value.isWellFormed()) return badRequest('strings must be encoded in UTF-8');
  }
  return { values, files: form.files };
}

function readBody(contentType: string, body: Uint8Array): Form | Refusal {
  const kind = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (body.byteLength === 0) return { fields: new Map(), files: new Map() };
  if (kind === 'application/json') return readJson(body);
  if (kind === 'application/x-www-form-urlencoded') return readUrlencoded(body);
  if (kind === 'multipart/form-data') {
    return readMultipart(contentType, body) ?? badRequest("can't parse form data headers");
  }
  // A body that is none of these is not read at all; the call may do without parameters.
  return { fields: new Map(), files: new Map() };
}

function readJson(body: Uint8Array): Form | Refusal {
  const source = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8').trim();
  if (!source.startsWith('{')) return badRequest('JSON object expected');
  try {
    const object = JSON.parse(source) as object;
    const fields = Object.entries(object).flatMap(([name, value]) => {
      if (value === null) return [];
      return [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const];
    });
    return { fields: new Map(fields), files: new Map() };
  } catch {
    return badRequest("can't parse parameter value: Can't parse");
  }
}
