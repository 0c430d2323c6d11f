import { startViberSimulator } from '../../../../src/channels/viber/simulator/index.ts';
import type { StartPlatform } from './platform.ts';

export const startViber: StartPlatform = async (stage) => {
  const viber = await startViberSimulator({
    maxUnansweredPerHour: null,
    receipts: 'none',
    clock: stage.clock,
  });
  const bot = viber.addBot({ uri: 'acme' });
  const account = await stage.connect({
    channel: 'viber',
    credentials: { authToken: bot.token, displayName: 'Acme' },
    apiBaseUrl: viber.url,
  });
  let count = 0;
  const someone = () => {
    count += 1;
    return viber.customer(`Person ${count}`);
  };

  return {
    channel: 'viber',
    accounts: [account],
    templates: [],
    histories: {
      'never came': () => stage.stranger(account, viber.userId(bot, someone())),
      'looked in': () => stage.newcomer(account, () => someone().opens()),
      subscribed: () => stage.newcomer(account, () => someone().does({ do: 'subscribe' })),
      wrote: () => stage.newcomer(account, () => someone().writes('Hello')),
      unsubscribed: async () => {
        const person = someone();
        const identity = await stage.newcomer(account, () => person.writes('Hello'));
        stage.clock.advance(1_000);
        person.unsubscribes();
        return stage.becomes(identity, ({ reachability }) => reachability === 'BLOCKED');
      },
    },
    enforces: (rule) => ['opted-out', 'customer-first'].includes(rule),
    arrives: async () => true,
    close: () => viber.close(),
  };
};
