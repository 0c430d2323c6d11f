import { type GraphQLSchema, isObjectType } from 'graphql';
import { encodeId } from './ids.ts';

/**
 * Every noun's id is answered at once. The relay plugin answers each with a promise, and a page of the inbox has
 * more than five hundred ids.
 */
export function withIdsAtOnce(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !type.getInterfaces().some(({ name }) => name === 'Node')) continue;
    const { id } = type.getFields();
    if (id !== undefined) id.resolve = ({ id: inner }: { readonly id: string }) => encodeId(type.name, inner);
  }
  return schema;
}
