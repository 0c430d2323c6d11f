import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Log } from '../core/inbox/core.ts';

const MASKED = 'Something went wrong on our side; it has been logged.';

/** What we say on purpose goes out; accidents are logged and told to nobody. */
export function maskError(log: Log, error: unknown): GraphQLError {
  if (error instanceof GraphQLError && isOnPurpose(error)) return withCode(error);
  log.error({ error }, 'a resolver failed by accident');
  const extensions = { code: 'INTERNAL_SERVER_ERROR' };
  return error instanceof GraphQLError
    ? new GraphQLError(MASKED, { nodes: error.nodes ?? null, path: error.path ?? null, extensions })
    : new GraphQLError(MASKED, { extensions });
}

export function maskResult(log: Log, result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined) return result;
  return { ...result, errors: result.errors.map((error) => maskError(log, error)) };
}

/** The executor refuses variables, and a document that names no operation, without a code of its own. */
function withCode(error: GraphQLError): GraphQLError {
  // Errors of the server’s own classes may have no extensions at all, whatever their type says.
  if (error.extensions?.code !== undefined || error.path !== undefined) return error;
  const { message, nodes = null, source = null, positions = null, extensions } = error;
  return new GraphQLError(message, {
    nodes,
    source,
    positions,
    extensions: { ...extensions, code: 'BAD_USER_INPUT' },
  });
}

const isOnPurpose = ({ originalError }: GraphQLError): boolean =>
  originalError === undefined || originalError instanceof GraphQLError;
