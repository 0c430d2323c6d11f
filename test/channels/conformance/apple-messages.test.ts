import { describe, it } from 'vitest';
import { appleMessages } from '../../../src/channels/apple-messages/index.ts';
import { describeChannelConformance } from '../../../src/channels/testing/index.ts';
import { appleMessagesFixtures } from './apple-messages.ts';

describeChannelConformance(appleMessages, appleMessagesFixtures, { describe, it });
