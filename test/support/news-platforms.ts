import { startTelegramSimulator } from '../../src/channels/telegram/simulator/index.ts';
import { startViberSimulator } from '../../src/channels/viber/simulator/index.ts';
import type { AccountToConnect } from './journey.ts';

/** Somebody who reads a newsletter on one of the platforms. */
export interface Reader {
  /** Theirs alone: what the gateway calls them, too. */
  readonly name: string;
  readonly channel: 'telegram' | 'viber';
  /** Presses Start, or says hello: from then on the account may write. */
  begins(): void;
  /** What their phone has shown, in its order. */
  shown(): readonly string[];
}

/** One call that a platform took as a message, whether or not the caller got to hear it. */
export interface TakenMessage {
  readonly channel: Reader['channel'];
  readonly account: string;
  readonly at: Date;
}

/** The two platforms that allow newsletters, with the accounts that send one and the people who read it. */
export interface NewsPlatforms {
  readonly accounts: readonly AccountToConnect[];
  readonly readers: readonly Reader[];
  /** So long the platforms think about an answer: the time in which a kill leaves its outcome unknown. */
  answerAfter(delayMs: number): void;
  /** What was taken since the last call. Logs forget after 10,000 calls: ask now and then. */
  takenSince(): readonly TakenMessage[];
  /** How many calls were answered with a no so far, as far as `takenSince` has seen them. */
  readonly refusals: readonly string[];
  close(): Promise<void>;
}

export interface NewsPlatformsOptions {
  readonly seed: number;
  /** How many people, every other one on Viber. */
  readonly readers: number;
  /** How many accounts of Telegram its half is spread over, as each may send only so much a second. */
  readonly bots: number;
}

/** Events wait for a gateway that is killed all the time, for as long as it takes. */
const RETRIES = Array.from({ length: 10_000 }, () => 200);

export async function startNewsPlatforms(options: NewsPlatformsOptions): Promise<NewsPlatforms> {
  const { seed, readers } = options;
  const telegram = await startTelegramSimulator({ retryDelaysMs: [200], seed });
  const viber = await startViberSimulator({ retryDelaysMs: RETRIES, seed });
  const bots = Array.from({ length: options.bots }, () => telegram.addBot());
  const page = viber.addBot();
  const position = { telegram: 0, viber: 0 };
  const refusals: string[] = [];

  const onTelegram = (index: number): Reader => {
    const person = telegram.customer(`Tess ${index}`);
    const bot = bots[(index / 2) % bots.length]?.user.username ?? '';
    return {
      name: person.name,
      channel: 'telegram',
      begins: () => void person.starts({ bot }),
      shown: () => person.inbox.messages.map(({ text }) => text),
    };
  };
  const onViber = (index: number): Reader => {
    const person = viber.customer(`Vera ${index}`);
    return {
      name: person.name,
      channel: 'viber',
      begins: () => void person.writes('Hello'),
      shown: () => person.inbox.items.map(({ text }) => text),
    };
  };

  return {
    readers: Array.from({ length: readers }, (_, index) =>
      index % 2 === 0 ? onTelegram(index) : onViber(index),
    ),
    accounts: [
      ...bots.map(({ token, user }) => ({
        channel: 'telegram',
        name: user.username,
        credentials: { botToken: token },
        apiBaseUrl: telegram.url,
      })),
      {
        channel: 'viber',
        name: page.uri,
        credentials: { authToken: page.token, displayName: 'News' },
        apiBaseUrl: viber.url,
      },
    ],
    answerAfter(delayMs) {
      const fault = { kind: 'slow', delayMs } as const;
      telegram.faults.answers.inject({ fault, operation: 'sendMessage', times: null });
      viber.faults.answers.inject({ fault, operation: 'send_message', times: null });
    },
    takenSince() {
      const taken: TakenMessage[] = [];
      const look = (
        channel: Reader['channel'],
        isSending: boolean,
        isTaken: boolean,
        account: string | null,
        at: Date,
        said: unknown,
      ) => {
        if (!isSending) return;
        if (isTaken) taken.push({ channel, account: account ?? '', at });
        else refusals.push(`${account}: ${JSON.stringify(said)}`);
      };
      for (const { operation, account, answer, at } of telegram.requests.since(position.telegram)) {
        look('telegram', operation === 'sendmessage', answer?.status === 200, account, at, answer);
      }
      for (const { operation, account, answer, at } of viber.requests.since(position.viber)) {
        look('viber', operation === 'send_message', answer?.status === 0, account, at, answer);
      }
      position.telegram = telegram.requests.total;
      position.viber = viber.requests.total;
      return taken;
    },
    refusals,
    async close() {
      await telegram.close();
      await viber.close();
    },
  };
}
