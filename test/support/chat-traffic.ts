import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/channels/shared/simulator/random.ts';
import type { TelegramSimulator } from '../../src/channels/telegram/simulator/index.ts';
import { query } from './graphql-client.ts';
import { send } from './journey.ts';
import { waitFor } from './wait-for.ts';

type Customer = ReturnType<TelegramSimulator['customer']>;

/** A person on Telegram and their conversation in the inbox. */
interface Talk {
  readonly customer: Customer;
  readonly conversationId: string;
}

/** What both sides said, by the word of those who said it: the truth that the gateway is held against. */
export interface Ledger {
  /** Texts that customers wrote. Telegram repeats each until it is acknowledged, so all of them must arrive. */
  readonly questions: readonly string[];
  /** Answers that the gateway promised to send: its id of each by text. */
  readonly promises: ReadonlyMap<string, string>;
  /** Calls that were cut off or refused, and made again with the same idempotency key. */
  readonly interruptions: number;
}

export interface ChatTraffic {
  readonly ledger: Ledger;
  readonly talks: readonly Talk[];
  /** Resolves when everybody has finished their sentence and every answer is promised. */
  stop(): Promise<void>;
}

export interface TrafficOptions {
  readonly random: Random;
  readonly simulator: TelegramSimulator;
  readonly token: string;
  /** Where answers are sent to; asked anew for each, so that a gateway may move. */
  readonly gatewayUrl: () => string;
  readonly customers: number;
  /** The longest break between two sentences of one side, in milliseconds; asked anew for each. */
  readonly maxBreakMs: () => number;
}

const AGENTS = 4;

/** Customers write and agents answer, without end and without regard for who is away. */
export async function startChatTraffic(options: TrafficOptions): Promise<ChatTraffic> {
  const { random, simulator, token, gatewayUrl, maxBreakMs } = options;
  const talks = await openTalks(options);
  const questions: string[] = [];
  const promises = new Map<string, string>();
  let interruptions = 0;
  let isOver = false;
  const pause = () => sleep(random.integer(1, maxBreakMs()));

  const ask = async () => {
    while (!isOver) {
      const text = `question ${questions.length + 1}`;
      questions.push(text);
      talks[random.integer(0, talks.length - 1)]?.customer.writes(text);
      await pause();
    }
  };
  /** One agent has some of the talks for itself, so that the order of the answers in each is known. */
  const answer = async (own: readonly Talk[], agent: number) => {
    for (let count = 1; !isOver; count += 1) {
      const talk = own[random.integer(0, own.length - 1)];
      if (talk === undefined) return;
      const text = `answer ${agent}.${count}`;
      promises.set(text, await promise(talk.conversationId, text));
      await pause();
    }
  };
  /** A client that got no reply asks again with the same key until it has one. */
  const promise = async (conversationId: string, text: string): Promise<string> => {
    for (;;) {
      try {
        const input = { conversationId, parts: [{ text: { text } }], idempotencyKey: text };
        return (await send({ url: gatewayUrl() }, token, input)).id;
      } catch {
        interruptions += 1;
        await sleep(random.integer(20, 150));
      }
    }
  };

  const byAgent = Array.from({ length: AGENTS }, (_, agent) =>
    talks.filter((_talk, index) => index % AGENTS === agent),
  );
  const everybody = Promise.all([ask(), ...byAgent.map((own, index) => answer(own, index + 1))]);
  return {
    talks,
    ledger: {
      questions,
      promises,
      get interruptions() {
        return interruptions;
      },
    },
    async stop() {
      isOver = true;
      await everybody;
      simulator.faults.answers.clear();
    },
  };
}

async function openTalks({
  simulator,
  gatewayUrl,
  token,
  customers,
}: TrafficOptions): Promise<readonly Talk[]> {
  const people = Array.from({ length: customers }, (_, index) => simulator.customer(`Customer ${index + 1}`));
  for (const person of people) person.starts();
  const ids = new Map<string, string>();
  await waitFor('every customer has a conversation', async () => {
    const { conversations } = await query<{
      conversations: { nodes: { id: string; contact: { name: string } }[] };
    }>(gatewayUrl(), token, '{ conversations(first: 100) { nodes { id contact { name } } } }');
    for (const { id, contact } of conversations.nodes) ids.set(contact.name, id);
    return ids.size === customers;
  });
  return people.map((customer) => {
    const conversationId = ids.get(customer.name);
    if (conversationId === undefined) throw new Error(`${customer.name} has no conversation.`);
    return { customer, conversationId };
  });
}
