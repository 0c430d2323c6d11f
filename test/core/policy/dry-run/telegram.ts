import { startTelegramSimulator } from '../../../../src/channels/telegram/simulator/index.ts';
import type { StartPlatform } from './platform.ts';

export const startTelegram: StartPlatform = async (stage) => {
  const telegram = await startTelegramSimulator({ floodLimits: null, clock: stage.clock });
  const bot = telegram.addBot(undefined, { username: 'acme_bot', name: 'Acme' });
  const account = await stage.connect({
    channel: 'telegram',
    credentials: { botToken: bot.token },
    apiBaseUrl: telegram.url,
  });
  const owner = telegram.customer('The owner');
  const connectionId = String(owner.does({ do: 'connectBusiness' }).facts.connectionId ?? '');
  let count = 0;
  const someone = () => {
    count += 1;
    return telegram.customer(`Person ${count}`);
  };

  return {
    channel: 'telegram',
    accounts: [account],
    templates: [],
    histories: {
      'never came': () => stage.stranger(account, String(someone().id)),
      started: () => stage.newcomer(account, () => someone().starts()),
      'blocked the bot': async () => {
        const person = someone();
        const identity = await stage.newcomer(account, () => person.starts());
        stage.clock.advance(1_000);
        person.blocks();
        return stage.becomes(identity, ({ reachability }) => reachability === 'BLOCKED');
      },
      'came back': async () => {
        const person = someone();
        const identity = await stage.newcomer(account, () => person.starts());
        stage.clock.advance(1_000);
        person.blocks();
        await stage.becomes(identity, ({ reachability }) => reachability === 'BLOCKED');
        stage.clock.advance(1_000);
        person.unblocks();
        return stage.becomes(identity, ({ reachability }) => reachability === 'REACHABLE');
      },
      'wrote to a business account': () =>
        stage.newcomer(account, () => someone().writes('Hello', { business: connectionId })),
    },
    enforces: (rule) => ['opted-out', 'customer-first', 'messaging-window'].includes(rule),
    arrives: async () => true,
    close: () => telegram.close(),
  };
};
