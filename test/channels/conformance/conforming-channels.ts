import { telegram } from '../../../src/channels/telegram/index.ts';
import type { ChannelFixtures } from '../../../src/channels/testing/index.ts';
import type { ChannelDefinition } from '../../../src/core/channel/index.ts';
import { telegramFixtures } from './telegram.ts';

export interface ConformingChannel {
  readonly definition: ChannelDefinition;
  readonly fixtures: ChannelFixtures;
}

/** Every channel that comes with Confab, with what its platform says and does. */
export const CONFORMING_CHANNELS: readonly ConformingChannel[] = [
  { definition: telegram, fixtures: telegramFixtures },
];
