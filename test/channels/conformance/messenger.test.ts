import { describe, it } from 'vitest';
import { messenger } from '../../../src/channels/messenger/index.ts';
import { describeChannelConformance } from '../../../src/channels/testing/index.ts';
import { messengerFixtures } from './messenger.ts';

describeChannelConformance(messenger, messengerFixtures, { describe, it });
