import { startAppleMessagesSimulator } from '../channels/apple-messages/simulator/index.ts';
import { startMessengerSimulator } from '../channels/messenger/simulator/index.ts';
import { startTelegramSimulator } from '../channels/telegram/simulator/index.ts';
import { startViberSimulator } from '../channels/viber/simulator/index.ts';
import { startWhatsAppSimulator } from '../channels/whatsapp/simulator/index.ts';
import { ConfigError } from '../config.ts';
import { stopSignal } from './start.ts';

const SIMULATORS = {
  whatsapp: startWhatsAppSimulator,
  messenger: startMessengerSimulator,
  'apple-messages': startAppleMessagesSimulator,
  telegram: startTelegramSimulator,
  viber: startViberSimulator,
} as const;

/** Plays one platform until it is told to stop. */
export async function simulate(channel: string, options: { port: number; host: string }): Promise<void> {
  if (!(channel in SIMULATORS)) {
    throw new ConfigError(
      `There is no simulator for "${channel}"; there is one for ${Object.keys(SIMULATORS).join(', ')}. Example: confab simulate telegram`,
    );
  }
  const simulator = await SIMULATORS[channel as keyof typeof SIMULATORS](options);
  process.stdout.write(`Playing ${channel} at ${simulator.url}
Control it at ${simulator.controlUrl} (open it in a browser, or see the README beside the simulator).
Connect an account with apiBaseUrl "${simulator.url}"; the gateway needs CONFAB_ALLOW_PRIVATE_ADDRESSES=true.
Press Ctrl+C to stop.
`);
  await stopSignal();
  await simulator.close();
}
