import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';
import { startGatewayProcess } from '../test/support/gateway-process.ts';
import type { BenchCase } from './case.ts';
import { installedPeers } from './peers.ts';
import { median, percentile } from './percentile.ts';
import { pgbench } from './pgbench.ts';
import { openReceivingScene } from './receiving-scene.ts';
import { inRounds } from './rounds.ts';
import { seedLargeInbox } from './seed-large-inbox.ts';

/** As the image starts it; the peer gets the same. */
const NODE_OPTIONS = '--max-semi-space-size=64';
const CONNECTIONS = 16;
const CONVERSATIONS_A_PAGE = 25;
const MESSAGES_EACH = 20;

export const INBOX_PAGE = `{
  conversations(first: ${CONVERSATIONS_A_PAGE}) {
    nodes {
      id unreadCount lastMessageAt
      contact { id name }
      case { id number status }
      lastMessage { id preview sentAt }
      messages(last: ${MESSAGES_EACH}) { nodes { id direction author preview sentAt status } }
    }
  }
}`;

const THEIRS = (workspaceId: string) => `{
  allConversations(first: ${CONVERSATIONS_A_PAGE}, orderBy: LAST_MESSAGE_AT_DESC, condition: { workspaceId: "${workspaceId}" }) {
    nodes {
      id unreadCount lastMessageAt
      contactByContactId { id name }
      caseByOpenCaseId { id number status }
      messageByLastMessageId { id preview sentAt }
      messagesByConversationId(first: ${MESSAGES_EACH}, orderBy: SENT_AT_DESC) { nodes { id direction authorKind preview sentAt status } }
    }
  }
}`;

const SQL_ALONE = (workspaceId: string) => `SELECT json_agg(page) FROM (
  SELECT c.id, c.unread_count, c.last_message_at,
         json_build_object('id', p.id, 'name', p.name) AS contact,
         json_build_object('id', k.id, 'number', k.number, 'status', k.status) AS kase,
         json_build_object('id', l.id, 'preview', l.preview, 'sentAt', l.sent_at) AS last_message,
         (SELECT json_agg(json_build_object('id', m.id, 'direction', m.direction, 'author', m.author_kind,
                                            'preview', m.preview, 'sentAt', m.sent_at, 'status', m.status))
            FROM (SELECT * FROM messages m WHERE m.conversation_id = c.id
                   ORDER BY m.sent_at DESC, m.id DESC LIMIT ${MESSAGES_EACH}) AS m) AS messages
    FROM (SELECT * FROM conversations c WHERE c.workspace_id = '${workspaceId}'
           ORDER BY c.last_message_at DESC, c.id DESC LIMIT ${CONVERSATIONS_A_PAGE}) AS c
    JOIN contacts p ON p.id = c.contact_id
    LEFT JOIN cases k ON k.id = c.open_case_id
    LEFT JOIN messages l ON l.id = c.last_message_id
) AS page;
`;

/** Goal 6: a page of the inbox, with twenty messages of each conversation. */
export const inboxQuery: BenchCase = {
  name: 'inbox-query',
  about: 'an inbox page of 25 conversations with 20 messages each, beside PostGraphile 5 and the SQL alone',
  async run(server, { rounds, seconds, seed, conversations }) {
    const databaseUrl = await server.database();
    const gateway = await startGatewayProcess({ databaseUrl, environment: { NODE_OPTIONS } });
    const scene = await openReceivingScene(databaseUrl, gateway.secret, 1);
    const [account] = scene.accounts;
    if (account === undefined) throw new Error('The scene has an account.');
    const messages = await seedLargeInbox(databaseUrl, account, conversations);
    const peer = await startPostGraphile(databaseUrl);
    try {
      const script = SQL_ALONE(account.workspaceId);
      const results = await inRounds(rounds, {
        sql: () => pgbench({ binDir: server.binDir, databaseUrl, script, clients: 8, seconds }),
        postgraphile: () => ask(peer.url, {}, THEIRS(account.workspaceId), seconds),
        confab: () => ask(gateway.url, { authorization: `Bearer ${account.apiKey}` }, INBOX_PAGE, seconds),
      });
      const rate = (name: keyof typeof results) => median(results[name].map(({ perSecond }) => perSecond));
      const p99 = (name: keyof typeof results) => median(results[name].map(({ p99Ms }) => p99Ms));
      const measured = {
        'confab/s': rate('confab'),
        'SQL alone/s': rate('sql'),
        'PostGraphile/s': rate('postgraphile'),
        'confab p99 ms': p99('confab'),
        'PostGraphile p99 ms': p99('postgraphile'),
      };
      const conditions = { connections: CONNECTIONS, conversations, messages, rounds, seconds, seed };
      return [
        {
          goal: 'inbox pages per second ÷ PostGraphile 5 on the same Node',
          atLeast: 1.5,
          ratio: rate('confab') / rate('postgraphile'),
          measured,
          conditions,
        },
        {
          goal: 'inbox pages per second ÷ the SQL alone (one statement with json_agg, pgbench, 8 clients)',
          atLeast: 0.6,
          ratio: rate('confab') / rate('sql'),
          measured: {},
          conditions: {},
        },
      ];
    } finally {
      peer.stop();
      await scene.close();
      await gateway.dispose();
    }
  },
};

/** A closed loop of 16 connections. */
export async function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
  query: string,
  seconds: number,
) {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const timesMs: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const one = async () => {
    while (performance.now() < endsAt) {
      const askedAt = performance.now();
      const answer = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || text.includes('"errors":')) {
        throw new Error(`Answered ${answer.statusCode}: ${text.slice(0, 300)}`);
      }
      timesMs.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  const tookSeconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return { perSecond: timesMs.length / tookSeconds, p99Ms: percentile(timesMs, 0.99) };
}

async function startPostGraphile(
  databaseUrl: string,
): Promise<{ readonly url: string; readonly stop: () => void }> {
  const peer = spawn(process.execPath, ['postgraphile.js'], {
    cwd: installedPeers(),
    env: {
      PATH: process.env.PATH,
      NODE_OPTIONS,
      DATABASE_URL: databaseUrl,
      POOL_SIZE: '16',
      GRAPHILE_ENV: 'production',
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((ready, failed) => {
    createInterface({ input: peer.stdout }).on('line', (line) => {
      if (line.startsWith('http://')) ready(line);
    });
    peer.once('exit', (code) => failed(new Error(`PostGraphile ended with ${code}.`)));
  });
  return { url, stop: () => peer.kill('SIGKILL') };
}
