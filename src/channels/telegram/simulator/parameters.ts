import type { UploadedFile } from '../../shared/simulator/read-form.ts';
import { badRequest, type Refusal } from './answer.ts';

/**
 * What a method was called with. As on the real server every value is a text first, wherever it came from: a JSON body,
 * a form or the query; objects and lists are JSON within it. An empty text counts as absent.
 */
export interface Parameters {
  readonly values: ReadonlyMap<string, string>;
  /** Uploaded files, by their field in the form. */
  readonly files: ReadonlyMap<string, UploadedFile>;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export const noParameters: Parameters = { values: new Map(), files: new Map() };

export function text(parameters: Parameters, name: string): string {
  return parameters.values.get(name) ?? '';
}

/** The text, or undefined when there is none: for fields of the result that are left out then. */
export function optionalText(parameters: Parameters, name: string): string | undefined {
  return text(parameters, name) || undefined;
}

export function requiredText(parameters: Parameters, name: string): string | Refusal {
  return text(parameters, name) || badRequest(`parameter "${name}" is required`);
}

export function flag(parameters: Parameters, name: string): boolean {
  return ['true', 'yes', '1'].includes(text(parameters, name).trim().toLowerCase());
}

/** A whole number squeezed between its limits; what is none counts as 0, as on the real server. */
export function integer(
  parameters: Parameters,
  name: string,
  { absent, min, max }: { readonly absent: number; readonly min?: number; readonly max?: number },
): number {
  const given = text(parameters, name);
  const value = given === '' ? absent : Math.trunc(Number(given)) || 0;
  return Math.min(Math.max(value, min ?? -(2 ** 31)), max ?? 2 ** 31 - 1);
}

/**
 * A parameter that is JSON; undefined when absent.
 *
 * @param noun  What the parameter holds, for the refusal: "reply keyboard markup".
 */
export function json(parameters: Parameters, name: string, noun: string): Json | undefined | Refusal {
  const given = text(parameters, name);
  if (given === '') return undefined;
  try {
    return JSON.parse(given) as Json;
  } catch {
    return badRequest(`can't parse ${noun} JSON object`);
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A field of an object that holds text; numbers are taken as text, other kinds as nothing. */
export function fieldText(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function fieldFlag(object: JsonObject, name: string): boolean {
  const value = object[name];
  return value === true || value === 'true' || value === 1 || value === '1';
}

/** null: absent, or no number. */
export function fieldNumber(object: JsonObject, name: string): number | null {
  const value = object[name];
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
