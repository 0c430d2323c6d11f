import { startWhatsAppSimulator } from '../../../channels/whatsapp/simulator/index.ts';
import type { DemoChannel } from '../demo-channel.ts';

export async function playWhatsApp(): Promise<DemoChannel> {
  const simulator = await startWhatsAppSimulator();
  const number = simulator.addNumber({ phone: '4930901820', verifiedName: 'Acme Lamps' });
  const person = simulator.customer('Mara', { phone: '491713920077' });
  return {
    channel: 'whatsapp',
    title: 'WhatsApp',
    controlUrl: simulator.controlUrl,
    apiBaseUrl: simulator.url,
    credentials: {
      phoneNumberId: number.phoneNumberId,
      businessAccountId: number.businessAccountId,
      accessToken: number.accessToken,
      appSecret: number.appSecret,
    },
    settings: {},
    customer: {
      name: person.name,
      writes: (text) => person.writes(text),
      taps: (label) => person.taps(label),
      reads: () => person.reads(),
      shown: () =>
        person.inbox.messages.map(({ text, options, media }) => ({
          text,
          buttons: options.map(({ label }) => label),
          hasFile: media.length > 0,
        })),
    },
    sent: () =>
      simulator.requests.items
        .filter(({ operation }) => operation === 'messages')
        .map(({ body }) => Object(body)),
    close: simulator.close,
  };
}
