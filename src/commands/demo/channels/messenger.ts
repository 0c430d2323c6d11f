import { startMessengerSimulator } from '../../../channels/messenger/simulator/index.ts';
import type { DemoChannel } from '../demo-channel.ts';

export async function playMessenger(): Promise<DemoChannel> {
  const simulator = await startMessengerSimulator();
  const page = simulator.addPage({ name: 'Acme Lamps', username: 'acme.lamps' });
  const person = simulator.customer('Noor Haddad');
  return {
    channel: 'messenger',
    title: 'Messenger',
    controlUrl: simulator.controlUrl,
    apiBaseUrl: simulator.url,
    credentials: {
      pageId: page.id,
      pageAccessToken: page.token,
      appId: simulator.app.id,
      appSecret: simulator.app.secret,
    },
    settings: {},
    customer: {
      name: 'Noor',
      writes: (text) => person.writes(text),
      taps: (label) => person.taps(label),
      reads: () => person.reads(),
      shown: () =>
        person.inbox.messages.map(({ text, buttons, file }) => ({
          text,
          buttons: buttons.map(({ title }) => title),
          hasFile: file !== null,
        })),
    },
    sent: () =>
      simulator.requests.items
        .filter(({ operation, parameters }) => operation === 'messages' && 'message' in parameters)
        .map(({ parameters }) => parameters),
    close: simulator.close,
  };
}
