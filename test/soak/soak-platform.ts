import { startAppleMessagesSimulator } from '../../src/channels/apple-messages/simulator/index.ts';
import { startMessengerSimulator } from '../../src/channels/messenger/simulator/index.ts';
import type { AnswerFault, DeliveryFault, Faults } from '../../src/channels/shared/simulator/faults.ts';
import { startTelegramSimulator } from '../../src/channels/telegram/simulator/index.ts';
import { startViberSimulator } from '../../src/channels/viber/simulator/index.ts';
import { startWhatsAppSimulator } from '../../src/channels/whatsapp/simulator/index.ts';
import type { AccountToConnect } from '../support/journey.ts';

/** One simulated platform, as far as a long run needs to know it. */
export interface SoakPlatform {
  readonly account: AccountToConnect;
  readonly faults: { readonly answers: Faults<AnswerFault>; readonly deliveries: Faults<DeliveryFault> };
  /** The word by which deliveries of customers' messages, and calls that send, are aimed at. */
  readonly words: { readonly message: string; readonly send: string };
  /** Whether it tells by webhook what became of a message whose answer was lost, by an id of ours. */
  readonly tellsByWebhook: boolean;
  /** The shortest break between two answers of its agent. */
  readonly answerEveryMs: number;
  customer(name: string): SoakCustomer;
  /** The address that the account told, for platforms where it is entered by hand. */
  deliversTo(webhookUrl: string): void;
  /** Calls that were answered with a no since the last look: they were too many, too soon, or wrong. */
  refusals(): readonly string[];
  close(): Promise<void>;
}

export interface SoakCustomer {
  writes(text: string): void;
  /** Every text that the person was shown, as often as they were shown it. */
  shown(): readonly string[];
}

/** A gateway that is killed all the time is away for longer than any platform's first tries. */
const RETRIES = Array.from({ length: 10_000 }, () => 150);
const COMMON = { deliversTo: () => {}, answerEveryMs: 0 };

export function startSoakPlatforms(seed: number): Promise<readonly SoakPlatform[]> {
  return Promise.all([telegram(seed), whatsapp(seed), messenger(seed), viber(seed), appleMessages(seed)]);
}

async function telegram(seed: number): Promise<SoakPlatform> {
  const simulator = await startTelegramSimulator({ retryDelaysMs: [150], seed });
  return {
    ...COMMON,
    faults: simulator.faults,
    words: { message: 'message', send: 'sendmessage' },
    tellsByWebhook: false,
    account: {
      channel: 'telegram',
      name: 'Telegram',
      credentials: { botToken: simulator.addBot().token },
      apiBaseUrl: simulator.url,
    },
    customer(name) {
      const person = simulator.customer(name);
      person.starts();
      return {
        writes: (text) => void person.writes(text),
        shown: () => person.inbox.messages.map(({ text }) => text),
      };
    },
    refusals: refusalsIn(simulator.requests, ({ answer }) => answer !== null && answer.status !== 200),
    close: () => simulator.close(),
  };
}

async function whatsapp(seed: number): Promise<SoakPlatform> {
  const simulator = await startWhatsAppSimulator({ retryDelaysMs: [150], seed });
  const number = simulator.addNumber();
  return {
    ...COMMON,
    faults: simulator.faults,
    words: { message: 'messages', send: 'messages' },
    tellsByWebhook: true,
    account: {
      channel: 'whatsapp',
      name: 'WhatsApp',
      credentials: {
        phoneNumberId: number.phoneNumberId,
        businessAccountId: number.businessAccountId,
        accessToken: number.accessToken,
        appSecret: number.appSecret,
        verifyToken: 'a-token-of-the-soak',
      },
      apiBaseUrl: simulator.url,
    },
    customer: (name) => {
      const person = simulator.customer(name);
      return {
        writes: (text) => void person.writes(text),
        shown: () => person.inbox.messages.map(({ text }) => text),
      };
    },
    refusals: refusalsIn(simulator.requests, ({ answer }) => answer !== null && answer.status !== 200),
    close: () => simulator.close(),
  };
}

async function messenger(seed: number): Promise<SoakPlatform> {
  const simulator = await startMessengerSimulator({ retryDelaysMs: [150], seed });
  const page = simulator.addPage();
  return {
    ...COMMON,
    faults: simulator.faults,
    words: { message: 'message', send: 'messages' },
    tellsByWebhook: true,
    account: {
      channel: 'messenger',
      name: 'Messenger',
      credentials: {
        pageId: page.id,
        pageAccessToken: page.token,
        appId: simulator.app.id,
        appSecret: simulator.app.secret,
      },
      apiBaseUrl: simulator.url,
    },
    customer(name) {
      const person = simulator.customer(name);
      return {
        writes: (text) => void person.writes(text),
        shown: () => person.inbox.messages.map(({ text }) => text),
      };
    },
    refusals: refusalsIn(simulator.requests, ({ answer }) => answer !== null && answer.status !== 200),
    close: () => simulator.close(),
  };
}

async function viber(seed: number): Promise<SoakPlatform> {
  const simulator = await startViberSimulator({
    retryDelaysMs: RETRIES,
    // Nobody here answers by hand as often as a person would.
    maxUnansweredPerHour: null,
    seed,
  });
  const bot = simulator.addBot();
  return {
    ...COMMON,
    faults: simulator.faults,
    // Its limit runs over an hour. A Redis that has forgotten everything gives out one message in 72 s to a person
    // from then on, and a run must come to its end.
    answerEveryMs: 20_000,
    words: { message: 'message', send: 'send_message' },
    tellsByWebhook: false,
    account: {
      channel: 'viber',
      name: 'Viber',
      credentials: { authToken: bot.token, displayName: 'Acme' },
      apiBaseUrl: simulator.url,
    },
    customer(name) {
      const person = simulator.customer(name);
      return {
        writes: (text) => void person.writes(text),
        shown: () => person.inbox.items.map(({ text }) => text),
      };
    },
    refusals: refusalsIn(simulator.requests, ({ answer }) => answer !== null && answer.status !== 0),
    close: () => simulator.close(),
  };
}

async function appleMessages(seed: number): Promise<SoakPlatform> {
  const simulator = await startAppleMessagesSimulator({ retryDelaysMs: RETRIES, seed });
  const business = simulator.addBusiness();
  return {
    ...COMMON,
    faults: simulator.faults,
    words: { message: 'text', send: 'message' },
    tellsByWebhook: false,
    account: {
      channel: 'apple-messages',
      name: 'Apple',
      credentials: { businessId: business.id, mspId: business.mspId, mspSecret: business.mspSecret },
      apiBaseUrl: simulator.url,
    },
    deliversTo: (webhookUrl) => business.deliversTo(webhookUrl),
    customer(name) {
      const person = simulator.customer(name);
      return {
        writes: (text) => void person.writes(text),
        shown: () => person.inbox.messages.map(({ text }) => text),
      };
    },
    refusals: refusalsIn(simulator.requests, ({ status }) => status !== null && status !== 200),
    close: () => simulator.close(),
  };
}

/** The log forgets its oldest, so it is looked at from where the last look ended. */
function refusalsIn<Call extends { readonly operation: string }>(
  requests: { readonly total: number; since(position: number): readonly Call[] },
  isRefused: (call: Call) => boolean,
): () => readonly string[] {
  let seen = 0;
  return () => {
    const calls = requests.since(seen);
    seen = requests.total;
    return calls.filter(isRefused).map((call) => JSON.stringify(call).slice(0, 500));
  };
}
