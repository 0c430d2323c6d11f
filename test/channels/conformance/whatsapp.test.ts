import { describe, it } from 'vitest';
import { describeChannelConformance } from '../../../src/channels/testing/index.ts';
import { whatsapp } from '../../../src/channels/whatsapp/index.ts';
import { whatsappFixtures } from './whatsapp.ts';

describeChannelConformance(whatsapp, whatsappFixtures, { describe, it });
