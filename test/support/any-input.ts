import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { encodeCursor } from '../../src/core/model/cursor.ts';

type Input = GraphQLArgument | GraphQLInputField;
type Values = Readonly<Record<string, unknown>>;

/** Stands where an id goes; whoever asks puts one of those that exist by then in its place. */
export interface IdHole {
  readonly idHole: number;
}

export const isIdHole = (value: unknown): value is IdHole =>
  typeof value === 'object' && value !== null && 'idHole' in value;

const MAX_DEPTH = 4;

const TEXTS = [
  '',
  ' ',
  'text',
  'a\u0000b',
  '\ud800',
  '👩‍👩‍👧 \u202eabc مرحبا',
  "'; DROP TABLE messages; --",
  '{{name}} {{missing|x}} {{',
  '{"a":1}',
  '=1+1',
  'x'.repeat(70_000),
  'STOP',
  '+49 151 234567',
  '491512345678',
  'https://example.org/a?b=c',
  'javascript:alert(1)',
  'http://[::1',
  'file:///etc/passwd',
  'en',
  'de-DE',
  'xx-klingon-',
  'Europe/Berlin',
  'Mars/Olympus',
  '22:00',
  '25:99',
  '2019-12-07',
  '2026-02-30',
  'EUR',
  'EURO',
  'DE',
  '0.01',
  '-1',
  '1e400',
  '99999999999999999999999999',
  '__proto__',
  'image/png',
];

const INTS = [0, 1, -1, 2, 60, 100, 101, 86_400, 2 ** 31 - 1, -(2 ** 31)];
const FLOATS = [0, -0, 1, -1, 0.1, 1e-9, 52.5, 181, 1e15, 1e308];
const INSTANTS = [
  '0001-01-01T00:00:00Z',
  '2019-12-06T23:59:59Z',
  '2019-12-07T00:00:00+14:00',
  '2026-03-29T02:30:00+01:00',
  '2030-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
];
const OBJECTS = [{}, { a: null }, { a: { b: [1, 'x', { c: '\u0000' }] } }, { __proto__x: 1 }];

/** Values of every type that an argument takes: what people mean, and what nobody would. */
export function anyArguments(
  inputs: readonly Input[],
  known: Readonly<Record<string, readonly unknown[]>>,
  depth = 0,
): fc.Arbitrary<Values> {
  const entries = inputs.map((input): [string, fc.Arbitrary<unknown>] => [
    input.name,
    known[input.name] === undefined
      ? anyOf(input.type, known, depth)
      : fc.constantFrom(...(known[input.name] ?? [])),
  ]);
  return fc.record(Object.fromEntries(entries), {
    requiredKeys: inputs
      .filter(({ type, name }) => isNonNullType(type) || name in known)
      .map(({ name }) => name),
  });
}

function anyOf(
  type: GraphQLInputType,
  known: Readonly<Record<string, readonly unknown[]>>,
  depth: number,
): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return anyValue(type.ofType, known, depth);
  return depth >= MAX_DEPTH ? fc.constant(null) : fc.option(anyValue(type, known, depth), { freq: 6 });
}

function anyValue(
  type: GraphQLInputType,
  known: Readonly<Record<string, readonly unknown[]>>,
  depth: number,
): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return anyValue(type.ofType, known, depth);
  if (isListType(type)) return fc.array(anyOf(type.ofType, known, depth + 1), { maxLength: 3 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) return anyObject(type, known, depth + 1);
  switch (type.name) {
    case 'ID':
      return fc.oneof(
        { weight: 8, arbitrary: fc.nat().map((idHole): IdHole => ({ idHole })) },
        { weight: 1, arbitrary: fc.constantFrom(...TEXTS) },
      );
    case 'Int':
      return fc.constantFrom(...INTS);
    case 'Float':
      return fc.constantFrom(...FLOATS);
    case 'Boolean':
      return fc.boolean();
    case 'DateTime':
      return fc.constantFrom(...INSTANTS);
    case 'Cursor':
      return fc.constantFrom(encodeCursor(0), encodeCursor(1), encodeCursor(Number.MAX_SAFE_INTEGER));
    case 'JSONObject':
      return fc.constantFrom(...OBJECTS);
    default:
      return fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 20 }));
  }
}

function anyObject(
  type: GraphQLInputObjectType,
  known: Readonly<Record<string, readonly unknown[]>>,
  depth: number,
): fc.Arbitrary<unknown> {
  const fields = Object.values(type.getFields());
  if (!type.isOneOf) return anyArguments(fields, known, depth);
  return fc.oneof(...fields.map((field) => fc.record({ [field.name]: anyValue(field.type, known, depth) })));
}
