import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Database } from '../../src/core/store/database.ts';
import { appendEvents, type EventDraft } from '../../src/core/store/event-log.ts';
import type { GraphQLHandlerOptions } from '../../src/graphql/handler.ts';
import { type GraphQLServer, startGraphQLServer } from './graphql-server.ts';
import { type SeededInbox, seedInbox } from './seed-inbox.ts';
import { createTestCore, createTestWorkspace, type TestCore, type TestWorkspace } from './test-core.ts';
import type { TestDatabase } from './test-database.ts';

/** A workspace whose events are followed over real HTTP. */
export interface StreamScene {
  readonly core: TestCore;
  readonly server: GraphQLServer;
  readonly workspace: TestWorkspace;
  readonly inbox: SeededInbox;
  /** Lets so many things happen, in one transaction; returns the number of the last one. */
  happen(count: number, draft?: Partial<EventDraft>): Promise<number>;
}

export async function startStreamScene(
  db: TestDatabase,
  options: Partial<Omit<GraphQLHandlerOptions, 'services' | 'authenticate'>> = {},
): Promise<StreamScene> {
  const core = createTestCore({ db });
  const workspace = await createTestWorkspace(core);
  const inbox = await seedInbox(core, workspace, { mark: 'acme', conversations: 1 });
  return {
    core,
    workspace,
    inbox,
    server: await startGraphQLServer(core, options),
    happen: (count, draft) => happen(core, inbox, count, draft),
  };
}

/** Appends to a workspace's log and wakes whoever follows, as a use case does after its commit. */
export async function happen(
  { db, wake, clock }: Pick<TestCore, 'wake' | 'clock'> & { readonly db: Database },
  { workspaceId, conversations }: SeededInbox,
  count: number,
  draft: Partial<EventDraft> = {},
): Promise<number> {
  const [conversation] = conversations;
  if (conversation === undefined) throw new Error('Nothing was seeded.');
  const { conversationId, inboundId, contactId } = conversation;
  const subject = { conversationId, messageId: inboundId, contactId } as EventDraft['subject'];
  const drafts = Array.from({ length: count }, () => ({
    type: 'MESSAGE_RECEIVED' as const,
    subject,
    occurredAt: clock.now(),
    ...draft,
  }));
  const number = await db.transaction((queries) => appendEvents(queries, workspaceId as never, drafts));
  wake.news({ workspaceId: workspaceId as never, number });
  return number;
}

/** The real client of graphql-sse; it does not come back by itself unless told so. */
export const sseClient = (url: string, token: string, options: object = {}) =>
  createSseClient({ url, headers: { authorization: `Bearer ${token}` }, retryAttempts: 0, ...options });

/** The real client of graphql-ws; it does not come back by itself unless told so. */
export const socketClient = (url: string, token: string, options: object = {}) =>
  createSocketClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    ...options,
  });
