import { startAppleMessagesSimulator } from '../../../channels/apple-messages/simulator/index.ts';
import type { DemoChannel } from '../demo-channel.ts';

export async function playAppleMessages(): Promise<DemoChannel> {
  const simulator = await startAppleMessagesSimulator();
  const business = simulator.addBusiness({ name: 'Acme Lamps' });
  const person = simulator.customer('Grace');
  return {
    channel: 'apple-messages',
    title: 'Apple Messages',
    controlUrl: simulator.controlUrl,
    apiBaseUrl: simulator.url,
    credentials: { businessId: business.id, mspId: business.mspId, mspSecret: business.mspSecret },
    settings: {},
    registerWebhook: (url) => business.deliversTo(url),
    customer: {
      name: person.name,
      writes: (text) => person.writes(text),
      taps: (label) => person.taps(label),
      shown: () =>
        person.inbox.messages.map(({ text, options, files }) => ({
          text,
          buttons: options.map(({ label }) => label),
          hasFile: files.length > 0,
        })),
    },
    sent: () =>
      simulator.requests.items
        .filter(({ operation }) => operation === 'message')
        .map(({ body }) => Object(body)),
    close: simulator.close,
  };
}
