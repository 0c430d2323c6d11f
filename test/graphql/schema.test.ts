import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  printSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { getSchema } from '../../src/graphql/schema.ts';

const schema = getSchema();
const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));

describe('schema', () => {
  it('is the one that is committed', () => {
    const committed = readFileSync(resolve(import.meta.dirname, '../../schema.graphql'), 'utf8');

    expect(committed.trim()).toBe(printSchema(schema).trim());
  });

  it('describes every type, field, argument and enum value', () => {
    const silent = types.flatMap(describables).filter(({ description }) => !description?.trim());

    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('answers every mutation with a union that has a success and the user errors', () => {
    const fields = Object.values(schema.getMutationType()?.getFields() ?? {});

    const open = fields.filter(({ args, type }) => {
      return args.length !== 1 || args[0]?.name !== 'input' || !String(type).endsWith('Result!');
    });

    expect(open.map(({ name }) => name)).toEqual([]);
  });
});

const BUILT_IN = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);

function describables(type: GraphQLNamedType): { name: string; description?: string | null | undefined }[] {
  if (BUILT_IN.has(type.name)) return [];
  const own = { name: type.name, description: type.description };
  if (isEnumType(type)) return [own, ...type.getValues().map(within(type.name))];
  if (isInputObjectType(type)) return [own, ...Object.values(type.getFields()).map(within(type.name))];
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields());
    return [
      own,
      ...fields.map(within(type.name)),
      ...fields.flatMap((field) => field.args.map(within(`${type.name}.${field.name}`))),
    ];
  }
  return [own];
}

const within =
  (owner: string) =>
  ({ name, description }: { name: string; description?: string | null | undefined }) => ({
    name: `${owner}.${name}`,
    description,
  });
