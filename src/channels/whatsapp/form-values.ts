import { parseLosslessJson } from '../shared/lossless-json.ts';
import { Fields } from './payload.ts';

/**
 * The fields of a form, flat: what is no text becomes its JSON. A form that is no JSON object is one field, `response`.
 */
export function toFormValues(json: string): Readonly<Record<string, string>> {
  const form = Fields.safeParse(readJson(json));
  if (!form.success) return { response: json };
  return Object.fromEntries(Object.entries(form.data).map(([name, value]) => [name, toText(value)]));
}

function readJson(text: string): unknown {
  try {
    return parseLosslessJson(text);
  } catch {
    return undefined;
  }
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    // Nested so deeply that the stack does not reach: nobody's form.
    return '';
  }
}
