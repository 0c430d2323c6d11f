import type { WorkspaceViewer } from '../../core/model/viewer.ts';

/**
 * Everything that a shared execution knows about those it is for. It is part of the key under which they share,
 * and nothing else of a caller reaches the resolvers, so that no answer can hold what is not in the key.
 */
export type Scope = Pick<WorkspaceViewer, 'kind' | 'workspaceId' | 'role'>;

export const scopeOf = ({ kind, workspaceId, role }: WorkspaceViewer): Scope => ({ kind, workspaceId, role });

export const scopeKey = ({ kind, workspaceId, role }: Scope): string =>
  JSON.stringify([workspaceId, role, kind]);

/** The viewer that resolvers under an event see: reading who exactly it is fails, whoever it is. */
export function anyViewerOf(scope: Scope): WorkspaceViewer {
  return {
    ...scope,
    get id(): never {
      throw new Error(PERSONAL);
    },
    get name(): never {
      throw new Error(PERSONAL);
    },
  };
}

const PERSONAL =
  'An event looks the same to everybody with the same role: what it shows must not depend on who exactly reads.';
