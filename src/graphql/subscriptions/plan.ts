import { createHash } from 'node:crypto';
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  print,
  type SelectionSetNode,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type Conditions, type StreamArguments, toConditions } from './conditions.ts';

/** One client's wish to follow, taken apart: what it may share with others, and what is its own. */
export interface StreamPlan {
  /** Equal for all whose executions give the same bytes, among callers with the same rights. */
  readonly key: string;
  /** The one operation without `after`: where a client starts does not change what an event looks like. */
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly conditions: Conditions;
  /** Null: from now on. */
  readonly after: number | null;
}

/** A subscription that has been validated. */
export interface StreamRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type PlanOutcome =
  | { readonly kind: 'planned'; readonly plan: StreamPlan }
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] };

/** Invalid: the variables do not fit their types. */
export function planStream(
  schema: GraphQLSchema,
  { document, operationName, variables }: StreamRequest,
): PlanOutcome {
  const operation = getOperationAST(document, operationName);
  const root = schema.getSubscriptionType();
  if (operation?.operation !== 'subscription' || !root) throw new Error('Only subscriptions are planned.');
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: 5,
  });
  if (errors !== undefined) return { kind: 'invalid', errors };

  const field = rootField(document, operation.selectionSet);
  const definition = field === null ? undefined : root.getFields()[field.name.value];
  if (field === null || definition === undefined) throw new Error('A valid subscription has a root field.');
  // What they were coerced to is what the schema declares for the two fields that there are.
  const given = getArgumentValues(definition, field, coerced) as StreamArguments;

  const shared = sharedPart(schema, document, operation.name?.value ?? '');
  const isShared = ([name]: [string, unknown]) => shared.variables.has(name);
  const values = Object.entries(coerced).filter(isShared).sort();
  return {
    kind: 'planned',
    plan: {
      key: `${shared.digest}${JSON.stringify(values)}`,
      document: shared.document,
      variables: Object.fromEntries(Object.entries(variables).filter(isShared)),
      conditions: toConditions(given),
      after: given.after ?? null,
    },
  };
}

/** The field that is subscribed to, also where it stands in a fragment; validation allows exactly one. */
function rootField(document: DocumentNode, { selections }: SelectionSetNode): FieldNode | null {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) return selection;
    const within =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : fragmentNamed(document, selection.name.value);
    const found = within === null ? null : rootField(document, within);
    if (found !== null) return found;
  }
  return null;
}

function fragmentNamed(document: DocumentNode, name: string): SelectionSetNode | null {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) {
      return definition.selectionSet;
    }
  }
  return null;
}

interface SharedPart {
  readonly document: DocumentNode;
  /** Stands for its text. */
  readonly digest: string;
  /** The variables that are used in it. */
  readonly variables: ReadonlySet<string>;
}

/** Documents are cached by their text, so the same text comes as the same object. */
const sharedParts = new WeakMap<DocumentNode, Map<string, SharedPart>>();

function sharedPart(schema: GraphQLSchema, document: DocumentNode, operationName: string): SharedPart {
  const known = sharedParts.get(document) ?? new Map<string, SharedPart>();
  sharedParts.set(document, known);
  const part = known.get(operationName) ?? cutSharedPart(schema, document, operationName);
  known.set(operationName, part);
  return part;
}

function cutSharedPart(schema: GraphQLSchema, document: DocumentNode, operationName: string): SharedPart {
  const own = separateOperations(document)[operationName] ?? document;
  const types = new TypeInfo(schema);
  const isStart = ({ name }: ArgumentNode) =>
    name.value === 'after' && types.getParentType() === schema.getSubscriptionType();
  const cut: DocumentNode = visit(
    own,
    visitWithTypeInfo(types, { Argument: (node) => (isStart(node) ? null : undefined) }),
  );
  const variables = new Set<string>();
  visit(cut, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      variables.add(name.value);
    },
  });
  const trimmed: DocumentNode = visit(cut, {
    VariableDefinition: ({ variable }) => (variables.has(variable.name.value) ? undefined : null),
  });
  const digest = createHash('sha256').update(print(trimmed)).digest('base64url');
  return { document: trimmed, digest, variables };
}
