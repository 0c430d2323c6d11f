import { appleMessages } from '../../../src/channels/apple-messages/index.ts';
import { messenger } from '../../../src/channels/messenger/index.ts';
import { telegram } from '../../../src/channels/telegram/index.ts';
import type { ChannelFixtures } from '../../../src/channels/testing/index.ts';
import { viber } from '../../../src/channels/viber/index.ts';
import { whatsapp } from '../../../src/channels/whatsapp/index.ts';
import type { ChannelDefinition } from '../../../src/core/channel/index.ts';
import { appleMessagesFixtures } from './apple-messages.ts';
import { messengerFixtures } from './messenger.ts';
import { telegramFixtures } from './telegram.ts';
import { viberFixtures } from './viber.ts';
import { whatsappFixtures } from './whatsapp.ts';

export interface ConformingChannel {
  readonly definition: ChannelDefinition;
  readonly fixtures: ChannelFixtures;
}

/** Every channel that comes with Confab, with what its platform says and does. */
export const CONFORMING_CHANNELS: readonly ConformingChannel[] = [
  { definition: appleMessages, fixtures: appleMessagesFixtures },
  { definition: messenger, fixtures: messengerFixtures },
  { definition: telegram, fixtures: telegramFixtures },
  { definition: viber, fixtures: viberFixtures },
  { definition: whatsapp, fixtures: whatsappFixtures },
];
