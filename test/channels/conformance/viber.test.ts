import { describe, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import { describeChannelConformance } from '../../../src/channels/testing/index.ts';
import { viberFixtures } from './viber.ts';

describeChannelConformance(viber, viberFixtures, { describe, it });
