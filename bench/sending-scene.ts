import type { ChannelDefinition } from '../src/core/channel/index.ts';
import { openPostgres } from '../src/core/store/postgres.ts';
import type { ChannelAccount } from '../src/core/store/rows.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../test/support/test-core.ts';
import { connectTestAccount } from '../test/support/workspace.ts';

/** One account, and contacts who have written to it. */
export interface SendingScene {
  readonly core: TestCore;
  readonly account: ChannelAccount;
  /** Puts messages in the queue, evenly over all conversations: each carries its number in its conversation. */
  queue(messages: number): Promise<void>;
  /** Whether nothing waits and nothing is on its way. */
  isDrained(): Promise<boolean>;
  /** Takes what is still queued out of the queue. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** @param conversations  How many recipients there are. */
export async function openSendingScene(
  databaseUrl: string,
  channel: ChannelDefinition,
  apiBaseUrl: string,
  conversations: number,
): Promise<SendingScene> {
  const database = await openPostgres({ url: databaseUrl, poolSize: 16 });
  const core = createTestCore({ db: { ...database, url: databaseUrl }, channels: [channel] });
  const { owner } = await createTestWorkspace(core, 'Sender');
  const account = await connectTestAccount(core, owner, {
    channel: channel.name,
    credentials: { webhookSecret: 'secret', accountId: '55' },
    apiBaseUrl,
  });
  const run = (name: string, text: string, parameters: readonly unknown[]) =>
    database.run<{ readonly count: number }>({ name: `bench_sending_${name}`, text }, parameters);
  const { id, workspaceId, inboxId } = account;
  await run('people', PEOPLE, [workspaceId, inboxId, id, conversations]);
  await run('analyze', 'ANALYZE', []);
  return {
    core,
    account,
    async queue(messages) {
      await run('queue', QUEUE, [workspaceId, id, Math.ceil(messages / conversations), messages]);
      await run('analyze_queue', 'ANALYZE messages', []);
    },
    async isDrained() {
      const [row] = await run('left', LEFT, [id]);
      return row?.count === 0;
    },
    async clear() {
      await run('clear', CLEAR, [id]);
    },
    async close() {
      await core.wake.close();
      await database.close();
    },
  };
}

const PEOPLE = `
  WITH people AS MATERIALIZED (
    SELECT n, gen_random_uuid() AS contact, gen_random_uuid() AS identity, gen_random_uuid() AS conversation
      FROM generate_series(1, $4::int) AS n
  ), contacts_ AS (
    INSERT INTO contacts (id, workspace_id, name, attributes, tags, created_at)
    SELECT contact, $1::uuid, 'Contact ' || n, '{}', '{}', now() FROM people
  ), identities_ AS (
    INSERT INTO identities (id, workspace_id, channel_account_id, contact_id, external_id, kind, reachability,
                            last_inbound_at, created_at)
    SELECT identity, $1::uuid, $3::uuid, contact, n::text, 'PERSON', 'REACHABLE', now(), now() FROM people
  )
  INSERT INTO conversations (id, workspace_id, inbox_id, contact_id, last_inbound_identity_id, last_inbound_at,
                             last_message_at, unread_count, message_count, created_at)
  SELECT conversation, $1::uuid, $2::uuid, contact, identity, now(), now(), 0, 0, now() FROM people`;

/** As \`sendMessage\` writes them: the row is the place in the queue. */
const QUEUE = `
  WITH numbered AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, c.id AS conversation, c.last_inbound_identity_id AS identity,
           c.message_count + k AS number
      FROM conversations c CROSS JOIN generate_series(1, $3::int) AS k
     WHERE c.workspace_id = $1::uuid ORDER BY k LIMIT $4::int
  ), counted AS (
    UPDATE conversations c SET message_count = c.message_count + $3::int WHERE c.workspace_id = $1::uuid
  )
  INSERT INTO messages (id, workspace_id, conversation_id, channel_account_id, identity_id, direction, author_kind,
                        parts, preview, number, sent_at, received_at, purpose, status, options, priority)
  SELECT id, $1::uuid, conversation, $2::uuid, identity, 'OUTBOUND', 'BOT',
         jsonb_build_array(jsonb_build_object('type', 'text', 'text', number::text)), 'words', number, now(), now(),
         'SERVICE', 'QUEUED', '{"onUnsupported":"DEGRADE","overlongText":"SPLIT","isSilent":false}', 10
    FROM numbered`;

const LEFT = `SELECT count(*)::float8 AS count FROM messages
               WHERE channel_account_id = $1::uuid AND status IN ('QUEUED', 'SENDING')`;

const CLEAR = `UPDATE messages SET status = 'CANCELED' WHERE channel_account_id = $1::uuid AND status = 'QUEUED'`;
