import { startAppleMessagesSimulator } from '../../src/channels/apple-messages/simulator/index.ts';
import { startMessengerSimulator } from '../../src/channels/messenger/simulator/index.ts';
import { startTelegramSimulator } from '../../src/channels/telegram/simulator/index.ts';
import { startViberSimulator } from '../../src/channels/viber/simulator/index.ts';
import { startWhatsAppSimulator } from '../../src/channels/whatsapp/simulator/index.ts';
import type { AccountToConnect } from './journey.ts';

/** Somebody on one of the platforms, who is asked, answers and leaves. */
export interface Consenter {
  /** Writes for the first time. */
  begins(greeting: string): void;
  writes(text: string): void;
  /** The button with this label in the newest message that has it. */
  taps(label: string): void;
  /** Refuses news in the platform's own way, or ends the chat. */
  refuses(): void;
  /** The texts that their phone has shown, in its order. */
  shown(): readonly string[];
}

/** A simulated platform with one account of ours. */
export interface ConsentPlatform {
  readonly channel: string;
  readonly account: AccountToConnect;
  /** How the ledger names what `refuses` does: the platform tells of a choice, or that nobody may write any more. */
  readonly refusal: 'PLATFORM' | 'BLOCK';
  /** Enters our address in the platform's own forms; absent: connecting does that. */
  registerWebhook?(url: string): void;
  person(name: string): Consenter;
  close(): Promise<void>;
}

type StartPlatform = () => Promise<ConsentPlatform>;

/** Events wait for a gateway that restarts. */
const RETRIES = { retryDelaysMs: Array<number>(1_000).fill(100) };

const telegram: StartPlatform = async () => {
  const simulator = await startTelegramSimulator({ retryDelaysMs: [100] });
  const bot = simulator.addBot();
  return {
    channel: 'telegram',
    refusal: 'BLOCK',
    account: account('telegram', { botToken: bot.token }, simulator.url),
    person(name) {
      const person = simulator.customer(name);
      return {
        begins: (greeting) => person.writes(greeting),
        writes: (text) => person.writes(text),
        taps: (label) => person.taps(label),
        refuses: () => person.blocks(),
        shown: () => person.inbox.messages.map(({ text }) => text),
      };
    },
    close: simulator.close,
  };
};

const viber: StartPlatform = async () => {
  const simulator = await startViberSimulator(RETRIES);
  const bot = simulator.addBot({ uri: 'acme', name: 'Acme' });
  return {
    channel: 'viber',
    refusal: 'BLOCK',
    account: account('viber', { authToken: bot.token, displayName: 'Acme' }, simulator.url),
    person(name) {
      const person = simulator.customer(name, { language: 'en' });
      return {
        begins: (greeting) => person.writes(greeting),
        writes: (text) => person.writes(text),
        taps: (label) => person.taps(label),
        refuses: () => person.unsubscribes(),
        shown: () => person.inbox.items.map(({ text }) => text),
      };
    },
    close: simulator.close,
  };
};

const whatsapp: StartPlatform = async () => {
  const simulator = await startWhatsAppSimulator(RETRIES);
  const number = simulator.addNumber({ phone: '4930901820', verifiedName: 'Acme' });
  const { phoneNumberId, businessAccountId, accessToken, appSecret } = number;
  let people = 0;
  return {
    channel: 'whatsapp',
    refusal: 'PLATFORM',
    account: account('whatsapp', { phoneNumberId, businessAccountId, accessToken, appSecret }, simulator.url),
    person(name) {
      people += 1;
      const person = simulator.customer(name, { phone: `4917139200${10 + people}` });
      return {
        begins: (greeting) => person.writes(greeting),
        writes: (text) => person.writes(text),
        taps: (label) => person.taps(label),
        refuses: () => person.does({ do: 'setMarketing', value: 'stop' }),
        shown: () => person.inbox.messages.map(({ text }) => text),
      };
    },
    close: simulator.close,
  };
};

const messenger: StartPlatform = async () => {
  const simulator = await startMessengerSimulator(RETRIES);
  const page = simulator.addPage({ name: 'Acme', username: 'acme' });
  const { id: appId, secret: appSecret } = simulator.app;
  const credentials = { pageId: page.id, pageAccessToken: page.token, appId, appSecret };
  return {
    channel: 'messenger',
    refusal: 'PLATFORM',
    account: {
      ...account('messenger', credentials, simulator.url),
      settings: { registeredNewsPage: 'true' },
    },
    person(name) {
      const person = simulator.customer(name);
      return {
        begins: (greeting) => person.writes(greeting),
        writes: (text) => person.writes(text),
        taps: (label) => person.taps(label),
        refuses: () =>
          person.does({
            do: 'cause',
            kind: 'optin',
            payload: {
              type: 'notification_messages',
              notification_messages_status: 'STOP_NOTIFICATIONS',
              notification_messages_token: '6921846027',
              title: 'News',
            },
          }),
        shown: () => person.inbox.messages.map(({ text }) => text),
      };
    },
    close: simulator.close,
  };
};

const apple: StartPlatform = async () => {
  const simulator = await startAppleMessagesSimulator(RETRIES);
  const business = simulator.addBusiness({ name: 'Acme' });
  const credentials = { businessId: business.id, mspId: business.mspId, mspSecret: business.mspSecret };
  return {
    channel: 'apple-messages',
    refusal: 'BLOCK',
    account: account('apple-messages', credentials, simulator.url),
    registerWebhook: (url) => business.deliversTo(url),
    person(name) {
      const person = simulator.customer(name, { locale: 'en_GB' });
      return {
        begins: (greeting) => person.writes(greeting),
        writes: (text) => person.writes(text),
        taps: (label) => person.taps(label),
        refuses: () => person.closes(),
        shown: () => person.inbox.messages.map(({ text }) => text),
      };
    },
    close: simulator.close,
  };
};

function account(
  channel: string,
  credentials: AccountToConnect['credentials'],
  apiBaseUrl: string,
): AccountToConnect {
  return { channel, name: `Acme on ${channel}`, credentials, apiBaseUrl };
}

/** Every channel can carry a double opt-in. */
export const startConsentPlatforms = (): Promise<readonly ConsentPlatform[]> =>
  Promise.all([telegram, viber, whatsapp, messenger, apple].map((start) => start()));
export const CONSENT_CHANNELS = ['telegram', 'viber', 'whatsapp', 'messenger', 'apple-messages'] as const;
