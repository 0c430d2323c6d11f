import { permissionsOf, type Viewer } from '../../core/model/viewer.ts';
import { findWorkspace } from '../../core/store/reads/workspace.ts';
import { builder } from '../builder.ts';
import { MemberRoleEnum, PermissionEnum } from './enums.ts';
import { WorkspaceType } from './workspace.ts';

export const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who is calling.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'api-key, member or admin.' }),
    name: t.string({
      nullable: true,
      description: 'Of the key or member; null for the admin key.',
      resolve: (viewer) => (viewer.kind === 'admin' ? null : viewer.name),
    }),
    role: t.field({
      type: MemberRoleEnum,
      nullable: true,
      description: 'What they may do; null for the admin key, which may create workspaces and nothing else.',
      resolve: (viewer) => (viewer.kind === 'admin' ? null : viewer.role),
    }),
    permissions: t.field({
      type: [PermissionEnum],
      description: 'What the caller may do.',
      resolve: (viewer) => [...permissionsOf(viewer)],
    }),
    workspace: t.field({
      type: WorkspaceType,
      nullable: true,
      description: 'Where; null for the admin key.',
      resolve: (viewer, _arguments, { services }) =>
        viewer.kind === 'admin' ? null : findWorkspace(services.core.db, viewer.workspaceId),
    }),
  }),
});
