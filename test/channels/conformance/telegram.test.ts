import { describe, it } from 'vitest';
import { telegram } from '../../../src/channels/telegram/index.ts';
import { describeChannelConformance } from '../../../src/channels/testing/index.ts';
import { telegramFixtures } from './telegram.ts';

describeChannelConformance(telegram, telegramFixtures, { describe, it });
