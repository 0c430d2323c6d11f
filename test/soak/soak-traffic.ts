import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../src/channels/shared/simulator/random.ts';
import { query } from '../support/graphql-client.ts';
import { send } from '../support/journey.ts';
import { waitFor } from '../support/wait-for.ts';
import type { SoakCustomer, SoakPlatform } from './soak-platform.ts';

/** A person on one platform, and their one conversation in the inbox. */
export interface SoakTalk {
  /** Begins every text of this talk, on both sides. */
  readonly name: string;
  readonly platform: SoakPlatform;
  readonly customer: SoakCustomer;
  readonly conversationId: string;
  /** Texts that the customer wrote: the platform repeats each until it is acknowledged, so all must arrive. */
  readonly questions: string[];
  /** Answers that the gateway promised to send, in order: its id of each by text. */
  readonly promises: Map<string, string>;
}

export interface SoakTraffic {
  readonly talks: readonly SoakTalk[];
  /** Calls of agents that were cut off, and made again with the same key. */
  readonly interruptions: number;
  /** Calls that were refused for good, in the API's words: there must be none. */
  readonly refused: readonly string[];
  /** Resolves when every agent has the promise of their last answer. */
  stop(): Promise<void>;
  /** Lets nothing more go wrong on the wire. Returns how often what did. */
  endFaults(): Readonly<Record<string, number>>;
  /** Every customer writes once more. */
  sayGoodbye(): void;
}

export interface SoakTrafficOptions {
  readonly seed: number;
  readonly platforms: readonly SoakPlatform[];
  readonly gatewayUrl: string;
  readonly token: string;
  readonly customersPerPlatform: number;
  /** The longest break of one customer or one agent, per platform. */
  readonly breakMs: number;
}

const DUPLICATED_PERCENT = 20;
const REORDERED_PERCENT = 10;
/** Answers that are lost on the wire, before or after the platform took the message. */
const CUT_PERCENT = 8;
const MAX_THINKING_MS = 60;

/** On every platform somebody writes and somebody answers, without regard for who is away. */
export async function startSoakTraffic(options: SoakTrafficOptions): Promise<SoakTraffic> {
  const { seed, platforms, gatewayUrl, token, breakMs } = options;
  const talks = await openTalks(options);
  const refused: string[] = [];
  let interruptions = 0;
  const over = new AbortController();
  const nap = (ms: number) => sleep(ms, undefined, { signal: over.signal }).catch(() => {});

  const ask = async (own: readonly SoakTalk[], platform: SoakPlatform, place: number) => {
    const random = createRandom(seed + 1_000 + place);
    while (!over.signal.aborted) {
      const talk = own[random.integer(0, own.length - 1)];
      if (talk === undefined) return;
      const fate = random.integer(1, 100);
      if (fate <= DUPLICATED_PERCENT) injectDelivery(platform, { kind: 'duplicate', copies: 1 });
      else if (fate <= DUPLICATED_PERCENT + REORDERED_PERCENT) {
        injectDelivery(platform, { kind: 'swap', withinMs: 400 });
      }
      write(talk);
      await nap(random.integer(1, breakMs));
    }
  };
  const answer = async (own: readonly SoakTalk[], platform: SoakPlatform, place: number) => {
    const random = createRandom(seed + 2_000 + place);
    while (!over.signal.aborted) {
      const talk = own[random.integer(0, own.length - 1)];
      if (talk === undefined) return;
      const isCut = random.integer(1, 100) <= CUT_PERCENT;
      const when = random.integer(0, 1) === 0 ? ('after-body' as const) : ('after-accepting' as const);
      platform.faults.answers.inject({
        fault: isCut ? { kind: 'cut', when } : { kind: 'slow', delayMs: random.integer(1, MAX_THINKING_MS) },
        operation: platform.words.send,
      });
      const text = `${talk.name} answer ${talk.promises.size + 1}`;
      const id = await promise(talk.conversationId, text);
      if (id !== null) talk.promises.set(text, id);
      await nap(Math.max(platform.answerEveryMs, random.integer(1, breakMs)));
    }
  };
  /** A client that got no reply asks again with the same key until it has one. */
  const promise = async (conversationId: string, text: string): Promise<string | null> => {
    for (;;) {
      try {
        const input = { conversationId, parts: [{ text: { text } }], idempotencyKey: text };
        return (await send({ url: gatewayUrl }, token, input)).id;
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('Not queued')) {
          refused.push(`${text}: ${error.message}`);
          return null;
        }
        interruptions += 1;
        await sleep(150);
      }
    }
  };

  const everybody = platforms.flatMap((platform, place) => {
    const own = talks.filter((talk) => talk.platform === platform);
    return [ask(own, platform, place), answer(own, platform, place)];
  });
  return {
    talks,
    refused,
    get interruptions() {
      return interruptions;
    },
    async stop() {
      over.abort();
      await Promise.all(everybody);
    },
    endFaults() {
      const fired: Record<string, number> = {};
      for (const { faults } of platforms) {
        for (const [what, list] of Object.entries(faults)) {
          for (const { fault, fired: times } of list.list()) {
            const name = `${what}: ${fault.kind}`;
            fired[name] = (fired[name] ?? 0) + times;
          }
          list.clear();
        }
      }
      return fired;
    },
    sayGoodbye() {
      for (const talk of talks) write(talk);
    },
  };
}

function write({ name, customer, questions }: SoakTalk): void {
  const text = `${name} question ${questions.length + 1}`;
  questions.push(text);
  customer.writes(text);
}

type DeliveryFault = Parameters<SoakPlatform['faults']['deliveries']['inject']>[0]['fault'];

function injectDelivery({ faults, words }: SoakPlatform, fault: DeliveryFault): void {
  faults.deliveries.inject({ fault, operation: words.message });
}

async function openTalks(options: SoakTrafficOptions): Promise<readonly SoakTalk[]> {
  const { platforms, gatewayUrl, token, customersPerPlatform } = options;
  const greeted = platforms.flatMap((platform) =>
    Array.from({ length: customersPerPlatform }, (_, index) => {
      const name = `${platform.account.name} ${index + 1}`;
      const customer = platform.customer(name);
      customer.writes(greeting(name));
      return { name, platform, customer };
    }),
  );
  const ids = new Map<string, string>();
  await waitFor('every customer has a conversation', async () => {
    const { conversations } = await query<{
      conversations: { nodes: { id: string; lastMessage: { preview: string } }[] };
    }>(gatewayUrl, token, '{ conversations(first: 100) { nodes { id lastMessage { preview } } } }');
    for (const { id, lastMessage } of conversations.nodes) ids.set(lastMessage.preview, id);
    return greeted.every(({ name }) => ids.has(greeting(name)));
  });
  return greeted.map((talk) => ({
    ...talk,
    conversationId: ids.get(greeting(talk.name)) ?? '',
    questions: [greeting(talk.name)],
    promises: new Map(),
  }));
}

const greeting = (name: string) => `${name} question 1`;
