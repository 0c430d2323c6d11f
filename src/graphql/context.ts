import { GraphQLError } from 'graphql';
import type { EventFeed } from '../core/events/event-feed.ts';
import type { Core } from '../core/inbox/core.ts';
import type { MediaId, WorkspaceId } from '../core/model/ids.ts';
import type { Viewer } from '../core/model/viewer.ts';
import type { Reads } from './reads.ts';

/** What the schema stands on: built once, in `compose`, and handed to every execution. */
export interface GraphQLServices {
  readonly core: Core;
  readonly feed: EventFeed;
  /** An address that serves one stored file for a while, to whoever holds it. */
  readonly mediaUrl: (workspaceId: WorkspaceId, mediaId: MediaId) => Promise<string>;
  /** Where this instance is reached, without trailing slash. */
  readonly baseUrl: () => string;
}

/** What resolvers get. */
export interface Context {
  readonly services: GraphQLServices;
  /** Under an event only what all who share it have in common: see `subscriptions/scope.ts`. */
  readonly viewer: Viewer;
  /** The workspace's nouns. Throws `FORBIDDEN` for the admin key, which sees into no workspace. */
  readonly reads: Reads;
}

export const adminSeesNothing = (): GraphQLError =>
  new GraphQLError(
    'The admin key creates workspaces and sees into none. Use an API key of the workspace instead.',
    { extensions: { code: 'FORBIDDEN' } },
  );
