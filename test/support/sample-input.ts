import { randomUUID } from 'node:crypto';
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { encodeCursor } from '../../src/core/model/cursor.ts';

export type SampledInput = GraphQLArgument | GraphQLInputField;

export interface Sampling {
  /** The id for a place, by the names that lead to it from the argument down. */
  readonly idFor: (path: readonly string[]) => string;
  /** Which inputs get a value beside those that need one. */
  readonly isWanted: (input: SampledInput, path: readonly string[]) => boolean;
}

/** A value for each argument that needs or shall have one, as the types take it. */
export function sampleArguments(
  inputs: readonly SampledInput[],
  sampling: Sampling,
  above: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    inputs
      .map((input) => ({ input, path: [...above, input.name] }))
      .filter(({ input, path }) => isNonNullType(input.type) || sampling.isWanted(input, path))
      .map(({ input, path }) => [input.name, sampleOf(input.type, path, sampling)]),
  );
}

function sampleOf(type: GraphQLInputType, path: readonly string[], sampling: Sampling): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType, path, sampling);
  if (isListType(type)) return [sampleOf(type.ofType, path, sampling)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    if (!type.isOneOf) return sampleArguments(fields, sampling, path);
    const chosen =
      fields.find((field) => sampling.isWanted(field, [...path, field.name])) ??
      fields.find(({ name }) => name === 'text') ??
      fields[0];
    return chosen && { [chosen.name]: sampleOf(chosen.type, [...path, chosen.name], sampling) };
  }
  switch (type.name) {
    case 'ID':
      return sampling.idFor(path);
    case 'Int':
      return 60;
    case 'Float':
      return 1;
    case 'Boolean':
      return true;
    case 'DateTime':
      return '2030-01-01T00:00:00Z';
    case 'Cursor':
      return encodeCursor(0);
    default:
      return plainText(path.at(-1) ?? '');
  }
}

const plainText = (name: string): string =>
  name === 'idempotencyKey' ? randomUUID() : name === 'channel' ? 'example' : 'text';
