import type { TelegramSimulator } from '../../src/channels/telegram/simulator/index.ts';
import type { ChatTraffic } from './chat-traffic.ts';
import { query } from './graphql-client.ts';
import { waitFor } from './wait-for.ts';

/** What the inbox and the platform's own log say, held against what was said. Every list must be empty. */
export interface Audit {
  /** Questions that are not in the inbox, or more than once. */
  readonly lostQuestions: readonly string[];
  readonly doubledQuestions: readonly string[];
  /** Conversations whose count of unread messages is not the number of messages in them. */
  readonly miscounted: readonly string[];
  /** Answers that the platform took more than once. */
  readonly doubledAnswers: readonly string[];
  /** Promised answers that the platform never took, and that are not held as unconfirmed. */
  readonly lostAnswers: readonly string[];
  /** Answers that are said to be sent, or not, against the platform's word. */
  readonly misreported: readonly string[];
  /** Answers that went out before an earlier one of the same conversation. */
  readonly disordered: readonly string[];
}

export const NOTHING_WRONG: Audit = {
  lostQuestions: [],
  doubledQuestions: [],
  miscounted: [],
  doubledAnswers: [],
  lostAnswers: [],
  misreported: [],
  disordered: [],
};

export interface AuditFigures {
  readonly questions: number;
  readonly answers: number;
  readonly unconfirmed: number;
}

interface AuditOptions {
  readonly gatewayUrl: string;
  readonly token: string;
  readonly simulator: TelegramSimulator;
  readonly botToken: string;
  readonly traffic: ChatTraffic;
}

/** Waits until nothing is on its way any more, then counts. */
export async function auditInbox(
  options: AuditOptions,
): Promise<{ readonly audit: Audit; readonly figures: AuditFigures }> {
  const { gatewayUrl, token, simulator, botToken, traffic } = options;
  const { questions, promises } = traffic.ledger;
  const inbound = new Map<string, number>();
  const statuses = new Map<string, string>();

  await waitFor('every update is acknowledged', async () => {
    const response = await fetch(`${simulator.url}/bot${botToken}/getWebhookInfo`);
    const { result } = (await response.json()) as { result: { pending_update_count: number } };
    return result.pending_update_count === 0;
  });
  const miscounted = await countInbound(options, inbound);
  await waitFor('every answer is settled', async () => {
    await readStatuses(gatewayUrl, token, promises, statuses);
    return [...statuses.values()].every((status) => status !== 'QUEUED' && status !== 'SENDING');
  });

  const taken = takenByPlatform(simulator);
  const timesTaken = (text: string) => taken.filter((one) => one.text === text).length;
  const answers = [...promises.keys()];
  return {
    audit: {
      miscounted,
      lostQuestions: questions.filter((text) => !inbound.has(text)),
      doubledQuestions: questions.filter((text) => (inbound.get(text) ?? 0) > 1),
      doubledAnswers: [...new Set(taken.map(({ text }) => text))].filter((text) => timesTaken(text) > 1),
      lostAnswers: answers.filter((text) => timesTaken(text) === 0 && statuses.get(text) !== 'UNCONFIRMED'),
      misreported: answers.filter((text) => {
        const status = statuses.get(text);
        return status !== 'UNCONFIRMED' && (status === 'SENT') !== (timesTaken(text) === 1);
      }),
      disordered: disorderedIn(taken),
    },
    figures: {
      questions: questions.length,
      answers: answers.length,
      unconfirmed: [...statuses.values()].filter((status) => status === 'UNCONFIRMED').length,
    },
  };
}

interface Taken {
  readonly chat: string;
  readonly text: string;
}

/** What the platform accepted, whether or not it could say so. */
function takenByPlatform(simulator: TelegramSimulator): readonly Taken[] {
  return simulator.requests.items
    .filter(({ operation, answer }) => operation.toLowerCase() === 'sendmessage' && answer?.status === 200)
    .map(({ parameters }) => ({ chat: parameters.chat_id ?? '', text: parameters.text ?? '' }));
}

function disorderedIn(taken: readonly Taken[]): readonly string[] {
  const last = new Map<string, number>();
  return taken
    .filter(({ chat, text }) => {
      const number = Number(text.split('.').at(-1));
      const isLate = number < (last.get(chat) ?? 0);
      last.set(chat, Math.max(number, last.get(chat) ?? 0));
      return isLate;
    })
    .map(({ text }) => text);
}

interface MessagePage {
  readonly nodes: readonly { readonly preview: string; readonly direction: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Counts every text of the customers into `inbound`; returns the conversations whose own count differs. */
async function countInbound(
  { gatewayUrl, token, traffic }: AuditOptions,
  inbound: Map<string, number>,
): Promise<readonly string[]> {
  const miscounted: string[] = [];
  for (const { conversationId } of traffic.talks) {
    let after: string | null = null;
    let count = 0;
    let unread = 0;
    do {
      const data: { conversation: { unreadCount: number; messages: MessagePage } } = await query(
        gatewayUrl,
        token,
        `query ($id: ID!, $after: String) {
          conversation(id: $id) {
            unreadCount
            messages(first: 100, after: $after) {
              nodes { preview direction }
              pageInfo { hasNextPage endCursor }
            }
          }
        }`,
        { id: conversationId, after },
      );
      const { nodes, pageInfo } = data.conversation.messages;
      for (const { preview, direction } of nodes) {
        if (direction !== 'INBOUND') continue;
        count += 1;
        inbound.set(preview, (inbound.get(preview) ?? 0) + 1);
      }
      unread = data.conversation.unreadCount;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    if (unread !== count) miscounted.push(conversationId);
  }
  return miscounted;
}

async function readStatuses(
  gatewayUrl: string,
  token: string,
  promises: ReadonlyMap<string, string>,
  statuses: Map<string, string>,
): Promise<void> {
  const all = [...promises];
  for (let start = 0; start < all.length; start += 100) {
    const slice = all.slice(start, start + 100);
    const { nodes } = await query<{ nodes: { status: string }[] }>(
      gatewayUrl,
      token,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Message { status } } }',
      { ids: slice.map(([, id]) => id) },
    );
    for (const [index, [text]] of slice.entries()) statuses.set(text, nodes[index]?.status ?? 'absent');
  }
}
