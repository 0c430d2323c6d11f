import { describe, expect, it } from 'vitest';
import type { WorkspaceViewer } from '../../../src/core/model/viewer.ts';
import { anyViewerOf, scopeKey, scopeOf } from '../../../src/graphql/subscriptions/scope.ts';

const viewer = {
  kind: 'member',
  workspaceId: 'a workspace',
  id: 'a member',
  name: 'Ada',
  role: 'AGENT',
} as unknown as WorkspaceViewer;

describe('what a shared execution knows of its viewers', () => {
  it('fails when a resolver reads who exactly it is for', () => {
    const shown = anyViewerOf(scopeOf(viewer));

    expect(() => shown.id).toThrow(/must not depend on who exactly/u);
    expect(() => shown.name).toThrow(/must not depend on who exactly/u);
  });

  it.each([{ workspaceId: 'another workspace' }, { role: 'VIEWER' }, { kind: 'api-key' }])(
    'is another one for %j, as everything that can be read is part of the key',
    (difference) => {
      const other = { ...viewer, ...difference } as WorkspaceViewer;

      expect(scopeKey(scopeOf(other))).not.toBe(scopeKey(scopeOf(viewer)));
      expect(Object.keys(scopeOf(viewer)).sort()).toEqual(['kind', 'role', 'workspaceId']);
    },
  );
});
