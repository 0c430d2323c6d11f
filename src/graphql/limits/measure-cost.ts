import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { DEFAULT_PAGE_SIZE } from '../paging.ts';
import { fragmentsOf } from './fragments.ts';

/** What lists are taken to hold that are not pages: parts, receipts, identities of a contact. */
const ASSUMED_LENGTH = 5;

export interface CostRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * How many objects a validated operation may return: a page counts as many as were asked for, what stands under
 * its items as often, and any other list five. Introspection costs nothing: it is answered from memory.
 */
export function measureCost(
  schema: GraphQLSchema,
  { document, operationName, variables }: CostRequest,
): number {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return 0;
  const measure: Measure = {
    schema,
    fragments: fragmentsOf(document),
    valueOf: (node) => given(node, operation, variables),
    known: new Map(),
  };
  return costWithin(measure, root, operation.selectionSet, 1);
}

interface Measure {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly valueOf: (node: ValueNode) => unknown;
  /** By fragment and page size, so that each is measured once however often it is spread. */
  readonly known: Map<string, number>;
}

/** @param pageSize  How many items the lists of a connection hold, where `parent` is one. */
function costWithin(
  measure: Measure,
  parent: GraphQLCompositeType,
  { selections }: SelectionSetNode,
  pageSize: number,
): number {
  let cost = 0;
  for (const selection of selections) {
    switch (selection.kind) {
      case Kind.FIELD:
        cost += costOfField(measure, parent, selection, pageSize);
        break;
      case Kind.INLINE_FRAGMENT: {
        const type = typeNamed(measure, selection.typeCondition?.name.value) ?? parent;
        cost += costWithin(measure, type, selection.selectionSet, pageSize);
        break;
      }
      case Kind.FRAGMENT_SPREAD:
        cost += costOfSpread(measure, selection.name.value, pageSize);
        break;
    }
  }
  return cost;
}

function costOfSpread(measure: Measure, name: string, pageSize: number): number {
  const key = `${name}:${pageSize}`;
  const known = measure.known.get(key);
  if (known !== undefined) return known;
  const fragment = measure.fragments.get(name);
  const type = typeNamed(measure, fragment?.typeCondition.name.value);
  const cost =
    fragment === undefined || type === null ? 0 : costWithin(measure, type, fragment.selectionSet, pageSize);
  measure.known.set(key, cost);
  return cost;
}

function costOfField(
  measure: Measure,
  parent: GraphQLCompositeType,
  node: FieldNode,
  pageSize: number,
): number {
  if (node.selectionSet === undefined || node.name.value.startsWith('__')) return 0;
  const field =
    isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  const type = field === undefined ? null : getNamedType(field.type);
  if (field === undefined || !isCompositeType(type)) return 0;
  const isPage = field.args.some(({ name }) => name === 'first');
  const ownPageSize = isPage ? askedFor(measure, node) : 1;
  const each = 1 + costWithin(measure, type, node.selectionSet, ownPageSize);
  return each * lengthOf(measure, parent, field, node, pageSize);
}

function lengthOf(
  measure: Measure,
  parent: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  pageSize: number,
): number {
  if (!isListType(getNullableType(field.type))) return 1;
  if (parent.name.endsWith('Connection')) return pageSize;
  const ids = node.arguments?.find(({ name }) => name.value === 'ids');
  const asked = ids === undefined ? null : measure.valueOf(ids.value);
  return Array.isArray(asked) ? asked.length : ASSUMED_LENGTH;
}

/** Sizes that are out of bounds are refused where they are used. */
function askedFor(measure: Measure, node: FieldNode): number {
  const sizes = (node.arguments ?? [])
    .filter(({ name }) => name.value === 'first' || name.value === 'last')
    .map(({ value }) => measure.valueOf(value))
    .filter((value) => typeof value === 'number');
  return Math.max(0, ...(sizes.length === 0 ? [DEFAULT_PAGE_SIZE] : sizes));
}

function given(
  node: ValueNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  switch (node.kind) {
    case Kind.VARIABLE: {
      const name = node.name.value;
      const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
      const fallback = definition?.defaultValue;
      return variables[name] ?? (fallback === undefined ? null : given(fallback, operation, variables));
    }
    case Kind.INT:
      return Number(node.value);
    case Kind.LIST:
      return node.values;
    default:
      return null;
  }
}

function typeNamed({ schema }: Measure, name: string | undefined): GraphQLCompositeType | null {
  const type = name === undefined ? undefined : schema.getType(name);
  return isCompositeType(type) ? type : null;
}
