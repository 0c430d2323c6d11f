import { afterEach, beforeEach, expect, it } from 'vitest';
import { confirmSending } from '../../../src/core/inbox/confirm-sending.ts';
import { holdIfRestored } from '../../../src/core/store/instance.ts';
import { claimMessages } from '../../../src/core/store/outbox-claim.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createSendingScene, type SendingScene } from './sending-scene.ts';

describeOnEveryEngine('sending after a restore', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    scene = await createSendingScene(open);
  });
  afterEach(() => scene.close());

  const claim = () =>
    claimMessages(scene.core.db, {
      messages: 10,
      leaseMs: 1,
      byChannel: { example: 10 },
      byAccount: {},
      campaigns: 10,
      campaignsByAccount: {},
    });
  /** What a process sees that is started on a copy. */
  const startElsewhere = (wish: 'auto' | 'on' = 'auto') =>
    holdIfRestored({ ...scene.core.db, place: async () => 'elsewhere' }, wish);

  it('is held in a copy of the database, and in none that was only restarted', async () => {
    const { db } = scene.core;
    const starts = [
      await holdIfRestored(db, 'auto'),
      await holdIfRestored(db, 'auto'),
      await startElsewhere(),
    ];

    expect(starts.map(({ kind }) => kind)).toEqual(['on', 'on', 'held']);
    // Whoever starts next finds it held too, wherever they look from.
    expect((await holdIfRestored(db, 'auto')).kind).toBe('held');
  });

  it('is held whenever an operator asks for it, and never where the operator knows that it only moved', async () => {
    const { db } = scene.core;
    const first = await holdIfRestored(db, 'hold');
    const moved = await startElsewhere('on');
    const again = await startElsewhere();

    expect([first.kind, moved.kind, again.kind]).toEqual(['held', 'on', 'on']);
  });

  it('takes nothing out of the queue before an operator confirms, and then everything', async () => {
    const { core } = scene;
    await holdIfRestored(core.db, 'auto');
    const { id } = await scene.send(await scene.customer('Ada'), 'queued in the backup');
    await startElsewhere();

    const held = await claim();
    const outcome = await confirmSending(core, 'SEND');
    const released = await claim();

    expect(held).toEqual([]);
    expect(outcome).toEqual({ kind: 'confirmed', setAside: 0 });
    expect(released.map((message) => message.id)).toEqual([id]);
  });

  it('sets aside what was queued before, each with its place in the log, and sends what was written since', async () => {
    const { core } = scene;
    await holdIfRestored(core.db, 'auto');
    const ada = await scene.customer('Ada');
    const old = await scene.send(ada, 'queued in the backup');
    const held = await startElsewhere();
    if (held.kind === 'held') core.clock.set(new Date(held.since.getTime() + 1));
    const fresh = await scene.send(ada, 'written since');

    const outcome = await confirmSending(core, 'SET_ASIDE');
    const released = await claim();

    expect(outcome).toEqual({ kind: 'confirmed', setAside: 1 });
    expect(await scene.message(old.id)).toMatchObject({
      status: 'UNCONFIRMED',
      failure: { platformCode: 'confab:restored' },
    });
    expect(await scene.told(old.id)).toEqual(['MESSAGE_QUEUED', 'UNCONFIRMED']);
    expect(released.map((message) => message.id)).toEqual([fresh.id]);
  });
});
