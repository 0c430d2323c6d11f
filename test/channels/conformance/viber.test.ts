import { describe, it } from 'vitest';
import { describeChannelConformance } from '../../../src/channels/testing/index.ts';
import { viber } from '../../../src/channels/viber/index.ts';
import { viberFixtures } from './viber.ts';

describeChannelConformance(viber, viberFixtures, { describe, it });
