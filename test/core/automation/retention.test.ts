import { expect, it } from 'vitest';
import { removeOld } from '../../../src/core/automation/retention.ts';
import { createEventFeed } from '../../../src/core/events/event-feed.ts';
import { appendEvents } from '../../../src/core/store/event-log.ts';
import { claimIdempotencyKey } from '../../../src/core/store/idempotency.ts';
import { events, idempotencyKeys } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createTestCore, createTestWorkspace } from '../../support/test-core.ts';

const DAY_MS = 24 * 60 * 60_000;

describeOnEveryEngine('retention', (open) => {
  it('removes events after seven days, and tells whoever asks for them', async () => {
    const core = createTestCore({ db: await open() });
    const { workspace } = await createTestWorkspace(core);
    const append = (count: number) =>
      appendEvents(
        core.db,
        workspace.id,
        Array.from({ length: count }, () => ({
          type: 'CASE_CHANGED' as const,
          subject: {},
          occurredAt: core.clock.now(),
        })),
      );
    const oldest = (await append(40)) + 1;
    core.clock.advance(3 * DAY_MS);
    const latest = await append(10);
    core.clock.advance(5 * DAY_MS);

    await removeOld(core);
    await removeOld(core);

    const kept = await core.db.orm.select().from(events).orderBy(events.number);
    expect(kept.map(({ number }) => number)).toEqual(
      Array.from({ length: 10 }, (_, index) => oldest + index),
    );
    const stop = new AbortController();
    const feed = createEventFeed(core);
    const first = async (after: number) => (await feed.follow(workspace.id, after, stop.signal).next()).value;
    expect(await first(oldest - 2)).toEqual({ kind: 'expired', oldest });
    expect(await first(oldest - 1)).toMatchObject({ kind: 'event', event: { number: oldest } });
    expect(await append(1)).toBe(latest + 1);
    stop.abort();
    await core.wake.close();
  });

  it('forgets idempotency keys, but none of the last day', async () => {
    const core = createTestCore({ db: await open() });
    const { workspace } = await createTestWorkspace(core);
    const claim = (key: string) =>
      claimIdempotencyKey(core.db, {
        key,
        workspaceId: workspace.id,
        operation: 'test',
        requestHash: new Uint8Array(),
        result: {},
        createdAt: core.clock.now(),
      });
    await claim('old');
    core.clock.advance(3 * DAY_MS);
    await claim('of today');
    core.clock.advance(DAY_MS - 1);

    await removeOld(core);

    const kept = await core.db.orm.select().from(idempotencyKeys);
    expect(kept.map(({ key }) => key)).toEqual(['of today']);
    await core.wake.close();
  });
});
