import { appleMessages } from './channels/apple-messages/index.ts';
import { messenger } from './channels/messenger/index.ts';
import { telegram } from './channels/telegram/index.ts';
import { viber } from './channels/viber/index.ts';
import { whatsapp } from './channels/whatsapp/index.ts';
import type { ChannelDefinition } from './core/channel/index.ts';

/** The channels that come with Confab: served by the gateway, held to the contract, and listed in the README. */
export const BUILT_IN_CHANNELS: readonly ChannelDefinition[] = [
  whatsapp,
  appleMessages,
  messenger,
  telegram,
  viber,
];
