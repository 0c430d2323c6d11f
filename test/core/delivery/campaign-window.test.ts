import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCampaignRoom } from '../../../src/core/delivery/campaign-room.ts';
import { type CampaignWindow, createCampaignWindow } from '../../../src/core/delivery/campaign-window.ts';
import type { ChannelAccountId } from '../../../src/core/model/ids.ts';

const ACCOUNT = 'account' as ChannelAccountId;

const feel = (window: CampaignWindow, waitedMs: number, times: number) => {
  for (let index = 0; index < times; index += 1) window.felt(waitedMs);
};

describe('the window of campaigns', () => {
  it('opens while writing down is quick, and no further than it may', () => {
    const window = createCampaignWindow(32, () => 0);

    feel(window, 3, 2_000);

    expect(window.places()).toBe(32);
  });

  it('closes to a few places while everything waits, and opens again', () => {
    const window = createCampaignWindow(32, () => 0);
    feel(window, 3, 2_000);

    feel(window, 60, 500);
    expect(window.places()).toBe(4);

    feel(window, 5, 2_000);
    expect(window.places()).toBe(32);
  });

  it('takes a database that has become slower for what it is after a while', () => {
    let now = 0;
    const window = createCampaignWindow(32, () => now);
    feel(window, 3, 2_000);

    for (let minute = 0; minute < 3; minute += 1) {
      now += 61_000;
      feel(window, 60, 2_000);
    }

    expect(window.places()).toBe(32);
  });

  it('has between one place and all of them, whatever is felt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.array(fc.float({ min: 0, noNaN: true })),
        (most, felt) => {
          const window = createCampaignWindow(most, () => 0);
          for (const waitedMs of felt) window.felt(waitedMs);

          expect(window.places()).toBeGreaterThanOrEqual(1);
          expect(window.places()).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});

describe('the room of campaigns', () => {
  it('is what the platform’s own limit takes, even where the window is small', () => {
    const window = createCampaignWindow(32, () => 0);
    feel(window, 1, 1);
    feel(window, 60, 500);
    const room = createCampaignRoom(window);

    room.claimed(ACCOUNT, 20);

    expect(room.left()[ACCOUNT]).toBe(14);
  });

  it('comes back with each result', () => {
    const room = createCampaignRoom(createCampaignWindow(2, () => 0));
    room.claimed(ACCOUNT, null);
    room.claimed(ACCOUNT, null);
    expect(room.left()[ACCOUNT]).toBe(0);

    room.settled(ACCOUNT);
    expect(room.left()[ACCOUNT]).toBe(1);

    room.settled(ACCOUNT);
    expect(room.left()).toEqual({});
  });
});
