import { startTelegramSimulator } from '../../../channels/telegram/simulator/index.ts';
import type { DemoChannel, DemoCustomer } from '../demo-channel.ts';

export async function playTelegram(): Promise<DemoChannel> {
  const simulator = await startTelegramSimulator();
  const bot = simulator.addBot(undefined, { username: 'acme_demo_bot' });
  const person = simulator.customer('Ada');
  return {
    channel: 'telegram',
    title: 'Telegram',
    controlUrl: simulator.controlUrl,
    apiBaseUrl: simulator.url,
    credentials: { botToken: bot.token },
    settings: { privacyPolicyUrl: 'https://example.org/privacy' },
    customer: asCustomer(person),
    opensLink: (name, link) => {
      const newcomer = simulator.customer(name);
      newcomer.starts({ payload: link.searchParams.get('start') ?? '' });
      return asCustomer(newcomer);
    },
    sent: () =>
      simulator.requests.items
        .filter(({ operation }) => /^send(?!chataction)/iu.test(operation))
        .map(({ operation, parameters, files }) => ({ method: operation, ...parameters, ...files })),
    close: simulator.close,
  };
}

const asCustomer = (
  person: ReturnType<Awaited<ReturnType<typeof startTelegramSimulator>>['customer']>,
): DemoCustomer => ({
  name: person.name,
  writes: (text) => person.writes(text),
  taps: (label) => person.taps(label),
  shown: () =>
    person.inbox.messages.map(({ text, keyboard, media }) => ({
      text,
      buttons:
        keyboard !== null && 'rows' in keyboard
          ? keyboard.rows.flatMap((row) => row.map((button) => button.text))
          : [],
      hasFile: media.length > 0,
    })),
});
