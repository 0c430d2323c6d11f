import { startViberSimulator } from '../../../channels/viber/simulator/index.ts';
import type { DemoChannel, DemoCustomer } from '../demo-channel.ts';

export async function playViber(): Promise<DemoChannel> {
  const simulator = await startViberSimulator();
  const bot = simulator.addBot({ uri: 'acmelamps', name: 'Acme Lamps' });
  const person = simulator.customer('Olena', { language: 'en' });
  return {
    channel: 'viber',
    title: 'Viber',
    controlUrl: simulator.controlUrl,
    apiBaseUrl: simulator.url,
    credentials: { authToken: bot.token, displayName: 'Acme Lamps' },
    // Nothing else can be told to somebody who has opened the chat and not written yet.
    settings: {
      welcomeText: 'Welcome to Acme Lamps! Press Start, then we may answer.',
      welcomeButton: 'Start',
    },
    customer: asCustomer(person),
    opensLink: (name, link) => {
      const newcomer = simulator.customer(name, { language: 'en' });
      newcomer.opens(link.searchParams.get('context') ?? '');
      return asCustomer(newcomer);
    },
    sent: () =>
      simulator.requests.items
        .filter(({ operation }) => operation === 'send_message')
        .map(({ body }) => Object(body)),
    close: simulator.close,
  };
}

const asCustomer = (
  person: ReturnType<Awaited<ReturnType<typeof startViberSimulator>>['customer']>,
): DemoCustomer => ({
  name: person.name,
  writes: (text) => person.writes(text),
  taps: (label) => person.taps(label),
  reads: () => person.sees(),
  shown: () =>
    person.inbox.items.map(({ text, keyboard, media }) => ({
      text,
      buttons: (keyboard ?? []).map((button) => button.Text ?? ''),
      hasFile: media !== null,
    })),
});
