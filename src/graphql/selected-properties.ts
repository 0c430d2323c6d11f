import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { PagedList } from '../core/store/reads/page.ts';
import { narrowed } from '../core/store/reads/page.ts';

/**
 * What a field's resolver reads from its noun's row, where it is more than one property under the field's own
 * name: `t.field({ ...reading<MessageView>('identityId'), … })`. A field that says nothing may read everything,
 * so that forgetting to say costs time and nothing else.
 */
export const reading = <Row>(...properties: readonly (keyof Row & string)[]) => ({
  extensions: { reads: properties },
});

/** The list with only those properties in its rows that the selection of its page needs. */
export function asSelected<Row extends { readonly id: string }>(
  list: PagedList<Row>,
  info: GraphQLResolveInfo,
): PagedList<Row> {
  const properties = propertiesOfNodes(info);
  return properties === null ? list : narrowed(list, properties);
}

/** By the field of a connection, as it stands in a parsed document, which is kept as long as it is in use. */
const known = new WeakMap<FieldNode, readonly string[] | null>();

/** Null: some selected field may read anything. */
function propertiesOfNodes(info: GraphQLResolveInfo): readonly string[] | null {
  const [node, ...more] = info.fieldNodes;
  if (node?.selectionSet === undefined || more.length > 0) return null;
  const remembered = known.get(node);
  if (remembered !== undefined) return remembered;
  const found = new Set<string>();
  const page = getNamedType(info.returnType);
  const isWhole = isObjectType(page) && addOfPage(info, page, node.selectionSet, found);
  const properties = isWhole ? [...found] : null;
  known.set(node, properties);
  return properties;
}

/** False: some selected field may read anything. `page` is a connection or an edge of one. */
function addOfPage(
  info: GraphQLResolveInfo,
  page: GraphQLObjectType,
  selections: SelectionSetNode,
  found: Set<string>,
): boolean {
  return fieldsOf(info, selections).every(({ name, selectionSet }) => {
    const type = getNamedType(page.getFields()[name.value]?.type);
    if (selectionSet === undefined || !isObjectType(type)) return true;
    if (name.value === 'edges') return addOfPage(info, type, selectionSet, found);
    return name.value === 'nodes' || name.value === 'node'
      ? addOfNoun(info, type, selectionSet, found)
      : true;
  });
}

function addOfNoun(
  info: GraphQLResolveInfo,
  noun: GraphQLObjectType,
  selections: SelectionSetNode,
  found: Set<string>,
): boolean {
  return fieldsOf(info, selections).every(({ name }) => {
    if (name.value === 'id' || name.value === '__typename') return true;
    const { pothosExposedField, reads } = noun.getFields()[name.value]?.extensions ?? {};
    if (typeof pothosExposedField === 'string') {
      found.add(pothosExposedField);
      return true;
    }
    if (!Array.isArray(reads)) return false;
    for (const property of reads) found.add(String(property));
    return true;
  });
}

/** Every field that any condition or fragment may bring; types have been checked before. */
function fieldsOf(info: GraphQLResolveInfo, { selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.flatMap((selection): readonly FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    const within = selection.kind === Kind.FRAGMENT_SPREAD ? info.fragments[selection.name.value] : selection;
    return within === undefined ? [] : fieldsOf(info, within.selectionSet);
  });
}
