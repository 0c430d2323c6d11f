import { startAppleMessagesSimulator } from '../../../../src/channels/apple-messages/simulator/index.ts';
import type { StartPlatform } from './platform.ts';

export const startAppleMessages: StartPlatform = async (stage) => {
  const apple = await startAppleMessagesSimulator({ clock: stage.clock });
  const business = apple.addBusiness({ name: 'Acme' });
  const account = await stage.connect({
    channel: 'apple-messages',
    credentials: { businessId: business.id, mspId: business.mspId, mspSecret: business.mspSecret },
    apiBaseUrl: apple.url,
  });
  business.deliversTo(stage.webhookUrl(account));
  let count = 0;
  const someone = () => {
    count += 1;
    return apple.customer(`Person ${count}`);
  };
  const closed = async (person: ReturnType<typeof someone>) => {
    const identity = await stage.newcomer(account, () => person.writes('Hello'));
    stage.clock.advance(1_000);
    person.closes();
    return stage.becomes(identity, ({ reachability }) => reachability === 'BLOCKED');
  };

  return {
    channel: 'apple-messages',
    accounts: [account],
    templates: [],
    histories: {
      'never wrote': () => {
        count += 1;
        return stage.stranger(account, `urn:mbid:AQAAYstranger${count}=`);
      },
      wrote: () => stage.newcomer(account, () => someone().writes('Hello')),
      'closed the conversation': () => closed(someone()),
      'came back': async () => {
        const person = someone();
        const identity = await closed(person);
        stage.clock.advance(1_000);
        person.writes('Me again');
        return stage.becomes(identity, ({ reachability }) => reachability === 'REACHABLE');
      },
    },
    enforces: (rule) => ['opted-out', 'customer-first'].includes(rule),
    arrives: async () => true,
    close: () => apple.close(),
  };
};
