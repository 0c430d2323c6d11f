import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin, YogaServerInstance } from 'graphql-yoga';
import type { Viewer, WorkspaceViewer } from '../core/model/viewer.ts';
import { adminSeesNothing, type Context } from './context.ts';
import { getSchema } from './schema.ts';
import { planStream, type StreamPlan } from './subscriptions/plan.ts';

/** What becomes of an operation: a result at once, or a plan by which to follow the log. */
export type Answer =
  | { readonly kind: 'result'; readonly result: ExecutionResult }
  | { readonly kind: 'stream'; readonly viewer: WorkspaceViewer; readonly plan: StreamPlan };

/** What every transport hands to the one pipeline that operations go through. */
export interface Call {
  readonly viewer: Viewer;
  /** Set by the pipeline when the operation is a subscription that may be followed. */
  stream: Extract<Answer, { kind: 'stream' }> | null;
}

export type GraphQLServer = YogaServerInstance<Call, Context>;

export interface OperationParams {
  readonly query?: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Runs one operation that did not come as an HTTP request of its own, by the same rules as one that did. */
export async function runOperation(
  yoga: GraphQLServer,
  viewer: Viewer,
  params: OperationParams,
): Promise<Answer> {
  const call: Call = { viewer, stream: null };
  const request = new yoga.fetchAPI.Request('http://gateway/graphql', { method: 'POST' });
  try {
    const result = await yoga.getResultForParams({ request, params: params as never }, call as never);
    return call.stream ?? { kind: 'result', result: withoutStatus(result as ExecutionResult) };
  } catch (error) {
    // A request that is refused before it is an operation.
    if (!(error instanceof GraphQLError)) throw error;
    return { kind: 'result', result: withoutStatus({ errors: [error] }) };
  }
}

/** The HTTP status of a refusal means nothing where there is no HTTP. */
function withoutStatus(result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined) return result;
  const errors = result.errors.map((error) => {
    const { http: _http, ...extensions } = error.extensions;
    const { nodes, source, positions, path } = error;
    return new GraphQLError(error.message, {
      nodes: nodes ?? null,
      source: source ?? null,
      positions: positions ?? null,
      path: path ?? null,
      extensions,
    });
  });
  return { ...result, errors };
}

/** Subscriptions are planned where others would be subscribed to: the transports follow the plan. */
export const planSubscriptions: Plugin<Call> = {
  onSubscribe({ args, setResultAndStopExecution }) {
    const { viewer } = args.contextValue;
    const refuse = (errors: readonly GraphQLError[]) => setResultAndStopExecution({ errors });
    if (viewer.kind === 'admin') return refuse([adminSeesNothing()]);
    const planned = planStream(getSchema(), {
      document: args.document,
      operationName: args.operationName,
      variables: args.variableValues ?? {},
    });
    if (planned.kind === 'invalid') return refuse(planned.errors);
    args.contextValue.stream = { kind: 'stream', viewer, plan: planned.plan };
    setResultAndStopExecution({ data: null });
  },
};
