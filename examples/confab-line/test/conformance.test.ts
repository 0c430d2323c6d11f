import { describeChannelConformance } from 'confab/testing';
import { channel } from '../src/index.ts';
import { fixtures } from './fixtures.ts';

describeChannelConformance(channel, fixtures);
