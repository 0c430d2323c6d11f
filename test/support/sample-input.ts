import { randomUUID } from 'node:crypto';
import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';

/** A value for every argument of a root field: ids wherever any are taken, and elsewhere only what is required. */
export function sampleArguments(
  field: GraphQLField<unknown, unknown>,
  idFor: (name: string) => string,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    field.args
      .filter((argument) => isWanted(argument))
      .map(({ name, type }) => [name, sampleOf(type, name, idFor)]),
  );
}

const isWanted = ({ name, type }: Pick<GraphQLInputField, 'name' | 'type'>): boolean =>
  isNonNullType(type) || /Id$|^id$/u.test(name);

function sampleOf(type: GraphQLInputType, name: string, idFor: (name: string) => string): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType, name, idFor);
  if (isListType(type)) return [sampleOf(type.ofType, name, idFor)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const chosen = type.isOneOf
      ? fields
          .filter((field) => field.name === 'text')
          .concat(fields)
          .slice(0, 1)
      : fields.filter(isWanted);
    return Object.fromEntries(chosen.map((field) => [field.name, sampleOf(field.type, field.name, idFor)]));
  }
  switch (type.name) {
    case 'ID':
      return idFor(name);
    case 'Int':
      return 60;
    case 'Float':
      return 1;
    case 'Boolean':
      return true;
    case 'DateTime':
      return '2026-04-01T00:00:00Z';
    default:
      return name === 'idempotencyKey' ? randomUUID() : name === 'channel' ? 'example' : 'text';
  }
}
