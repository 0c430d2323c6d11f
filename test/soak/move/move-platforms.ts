import { startTelegramSimulator } from '../../../src/channels/telegram/simulator/index.ts';
import { startViberSimulator } from '../../../src/channels/viber/simulator/index.ts';
import { startWhatsAppSimulator } from '../../../src/channels/whatsapp/simulator/index.ts';
import type { AccountToConnect } from '../../support/journey.ts';

/** The platform that is left and the two that are offered, with the people in them. */
export interface MovePlatforms {
  readonly source: AccountToConnect;
  readonly targets: readonly [telegram: AccountToConnect, viber: AccountToConnect];
  /** A reader's own WhatsApp. */
  sourceApp(reader: { readonly name: string; readonly number: string }): { writes(text: string): void };
  /** Opens an account by the address behind a button, in an app of somebody. */
  open(name: string, link: URL): App;
  /** How many invitations people on WhatsApp were shown. */
  invitationsShown(): number;
  /** Calls that WhatsApp has answered with a no. */
  refusals(): readonly string[];
  close(): Promise<void>;
}

/** A messenger on somebody's phone. */
export interface App {
  readonly channel: 'telegram' | 'viber';
  /** Opens the chat by the same address again. */
  opensAgain(): void;
  writes(text: string): void;
  taps(label: string): void;
  blocks(): void;
  shown(): readonly Shown[];
}

export interface Shown {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** A gateway that is killed all the time is away for longer than any platform's first tries. */
const RETRIES = Array.from({ length: 10_000 }, () => 200);

export async function startMovePlatforms(seed: number): Promise<MovePlatforms> {
  const [whatsapp, telegram, viber] = await Promise.all([
    startWhatsAppSimulator({ retryDelaysMs: [200], closedWindow: 'answer', seed }),
    startTelegramSimulator({ retryDelaysMs: [200], seed }),
    startViberSimulator({ retryDelaysMs: RETRIES, maxUnansweredPerHour: null, seed }),
  ]);
  const number = whatsapp.addNumber();
  const sources: ReturnType<typeof whatsapp.customer>[] = [];
  const refused: string[] = [];
  let seen = 0;

  return {
    source: {
      channel: 'whatsapp',
      name: 'WhatsApp',
      apiBaseUrl: whatsapp.url,
      credentials: {
        phoneNumberId: number.phoneNumberId,
        businessAccountId: number.businessAccountId,
        accessToken: number.accessToken,
        appSecret: number.appSecret,
      },
    },
    targets: [
      {
        channel: 'telegram',
        name: 'Telegram',
        apiBaseUrl: telegram.url,
        credentials: { botToken: telegram.addBot(undefined, { username: 'acme_move_bot' }).token },
        settings: { privacyPolicyUrl: 'https://example.org/privacy' },
      },
      {
        channel: 'viber',
        name: 'Viber',
        apiBaseUrl: viber.url,
        credentials: { authToken: viber.addBot({ uri: 'acmemove' }).token, displayName: 'Acme' },
        settings: { welcomeText: 'Welcome!', welcomeButton: 'Start' },
      },
    ],
    sourceApp({ name, number: phone }) {
      const person = whatsapp.customer(name, { phone });
      sources.push(person);
      return { writes: (text) => void person.writes(text) };
    },
    open: (name, link) =>
      link.protocol === 'viber:'
        ? onViber(viber.customer(name, { language: 'en' }), link)
        : onTelegram(telegram.customer(name), link),
    invitationsShown: () =>
      sources.filter(({ inbox }) => inbox.messages.some(({ text }) => text.includes('/join/'))).length,
    refusals() {
      const { requests } = whatsapp;
      for (const call of requests.since(seen)) {
        if (call.answer !== null && call.answer.status !== 200) {
          refused.push(JSON.stringify(call).slice(0, 300));
        }
      }
      seen = requests.total;
      return refused;
    },
    async close() {
      await Promise.all([whatsapp.close(), telegram.close(), viber.close()]);
    },
  };
}

type TelegramPerson = ReturnType<Awaited<ReturnType<typeof startTelegramSimulator>>['customer']>;

function onTelegram(person: TelegramPerson, link: URL): App {
  const opens = () => void person.starts({ payload: link.searchParams.get('start') ?? '' });
  opens();
  return {
    channel: 'telegram',
    opensAgain: opens,
    writes: (text) => void person.writes(text),
    taps: (label) => void person.taps(label),
    blocks: () => void person.blocks(),
    shown: () =>
      person.inbox.messages.map(({ text, keyboard }) => ({
        text,
        buttons:
          keyboard !== null && 'rows' in keyboard
            ? keyboard.rows.flatMap((row) => row.map((button) => button.text))
            : [],
      })),
  };
}

type ViberPerson = ReturnType<Awaited<ReturnType<typeof startViberSimulator>>['customer']>;

/** Whoever opens the chat says hello, because nobody may write to them before. */
function onViber(person: ViberPerson, link: URL): App {
  const opens = () => {
    person.opens(link.searchParams.get('context') ?? '');
    person.writes('Start');
  };
  opens();
  return {
    channel: 'viber',
    opensAgain: opens,
    writes: (text) => void person.writes(text),
    taps: (label) => void person.taps(label),
    blocks: () => void person.unsubscribes(),
    shown: () =>
      person.inbox.items.map(({ text, keyboard }) => ({
        text,
        buttons: (keyboard ?? []).map((button) => button.Text ?? ''),
      })),
  };
}
