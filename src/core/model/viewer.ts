import type { ApiKeyId, MemberId, WorkspaceId } from './ids.ts';
import type { MemberRole } from './words.ts';

/** Whoever calls, once their credentials have been checked. */
export type Viewer = AdminViewer | WorkspaceViewer;

/** The holder of the instance's admin key: may create workspaces and sees into none. */
export interface AdminViewer {
  readonly kind: 'admin';
}

/** A program with an API key or a member with a token; both act within one workspace and one role. */
export interface WorkspaceViewer {
  readonly kind: 'api-key' | 'member';
  readonly workspaceId: WorkspaceId;
  readonly id: ApiKeyId | MemberId;
  readonly name: string;
  readonly role: MemberRole;
}

export const PERMISSIONS = [
  'READ',
  'ANSWER',
  'MANAGE_CHANNELS',
  'MANAGE_ACCESS',
  'CREATE_WORKSPACES',
] as const;
/** What callers may do, coarsely enough for an inbox to decide what it shows. The use cases decide for themselves. */
export type Permission = (typeof PERMISSIONS)[number];

export function permissionsOf(viewer: Viewer): readonly Permission[] {
  if (viewer.kind === 'admin') return ['CREATE_WORKSPACES'];
  const granted: Permission[] = ['READ'];
  if (hasRole(viewer, 'AGENT')) granted.push('ANSWER');
  if (hasRole(viewer, 'ADMIN')) granted.push('MANAGE_CHANNELS', 'MANAGE_ACCESS');
  return granted;
}

const ROLE_RANK: Readonly<Record<MemberRole, number>> = { VIEWER: 0, AGENT: 1, ADMIN: 2, OWNER: 3 };

/** Roles include what the ones below them may: VIEWER reads, AGENT answers, ADMIN configures, OWNER everything. */
export function hasRole(viewer: WorkspaceViewer, needed: MemberRole): boolean {
  return ROLE_RANK[viewer.role] >= ROLE_RANK[needed];
}
