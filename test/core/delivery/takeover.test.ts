import { afterEach, beforeEach, expect, it } from 'vitest';
import { recoverHeldMessages } from '../../../src/core/delivery/recovery.ts';
import { claimMessages } from '../../../src/core/store/outbox-claim.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import type { PlatformAnswer } from '../../support/recording-platform.ts';
import { createSendingScene, type SendingScene, SOON } from './sending-scene.ts';

const LEASE_MS = 30_000;

describeOnEveryEngine('a process that ends or stands still', (open) => {
  let scene: SendingScene;
  let answer: (answer: PlatformAnswer) => void;
  beforeEach(async () => {
    scene = await createSendingScene(open);
    const answered = new Promise<PlatformAnswer>((resolve) => {
      answer = resolve;
    });
    scene.platform.answers(({ to, messageId }) =>
      to === 'Ada' && sentToAda().length === 1
        ? answered
        : { status: 200, body: { externalIds: [`of-${messageId}`] } },
    );
  });
  afterEach(() => scene.close());

  const sentToAda = () => scene.platform.requests.filter(({ to }) => to === 'Ada');
  const claim = () =>
    claimMessages(scene.core.db, {
      messages: 10,
      leaseMs: LEASE_MS,
      byChannel: { example: 10 },
      byAccount: {},
      campaigns: 10,
      campaignsByAccount: {},
    });

  it('leaves a message unconfirmed when its request may have left', async () => {
    const { id } = await scene.send(await scene.customer('Ada'), 'hello?');
    scene.delivery.start();
    await expect.poll(() => sentToAda().length, SOON).toBe(1);

    await scene.advance(2 * LEASE_MS);
    scene.anotherProcess().delivery.start();
    const held = await scene.becomes(id, 'UNCONFIRMED');
    await scene.queueIsLookedAt();

    expect(held).toMatchObject({ leaseUntil: null, failure: { platformCode: 'confab:process-ended' } });
    expect(sentToAda()).toHaveLength(1);
    expect(await scene.attemptsOf(id)).toMatchObject([{ outcome: 'indeterminate' }]);
    expect(await scene.told(id)).toEqual(['MESSAGE_QUEUED', 'UNCONFIRMED']);
  });

  it('can write nothing any more once its message was taken over, though the platform answers it', async () => {
    const { id } = await scene.send(await scene.customer('Ada'), 'hello?');
    scene.delivery.start();
    await expect.poll(() => sentToAda().length, SOON).toBe(1);
    await scene.advance(2 * LEASE_MS);
    const other = scene.anotherProcess();
    other.delivery.start();
    await scene.becomes(id, 'UNCONFIRMED');

    answer({ status: 200, body: { externalIds: ['too late'] } });
    await expect
      .poll(() => scene.core.log.entries.map(({ sentence }) => sentence), SOON)
      .toContain('a result came after its lease had ended; it was not written');

    expect(await scene.message(id)).toMatchObject({ status: 'UNCONFIRMED', externalId: null });
    expect(await scene.told(id)).toEqual(['MESSAGE_QUEUED', 'UNCONFIRMED']);
  });

  it('gives a message back to the queue when it is certain that nothing has left', async () => {
    const { id } = await scene.send(await scene.customer('Bob'), 'hello?');
    expect(await claim()).toMatchObject([{ id, fence: 1 }]);

    await scene.advance(2 * LEASE_MS);
    scene.delivery.start();
    await scene.becomes(id, 'SENT');

    expect(scene.platform.requests).toHaveLength(1);
  });

  it('is not taken over while its lease holds', async () => {
    const { id } = await scene.send(await scene.customer('Ada'), 'hello?');
    await claim();

    // On the embedded engine a start proves that whoever held something is gone.
    if (scene.core.db.engine === 'postgres') scene.delivery.start();
    await scene.anotherProcess().core.db.ping();
    if (scene.core.db.engine === 'postgres') await scene.queueIsLookedAt();

    expect((await scene.message(id)).status).toBe('SENDING');
    expect(sentToAda()).toHaveLength(0);
  });

  it('gives nothing up that it is still about, however long ago its lease has ended', async () => {
    const [first, second] = [await scene.customer('Ada'), await scene.customer('Bob')];
    const ours = await scene.send(first, 'hello?');
    const another = await scene.send(second, 'hello?');
    await claim();
    await scene.advance(2 * LEASE_MS);

    await recoverHeldMessages(scene.core, false, [ours.id]);

    expect((await scene.message(another.id)).status).toBe('QUEUED');
    expect(await scene.message(ours.id)).toMatchObject({ status: 'SENDING', fence: 1 });
  });

  it('sends nothing when it wakes between writing an attempt down and making it', async () => {
    const { run } = scene.core.db;
    let stoodStill = false;
    const sleepy = scene.anotherProcess();
    Object.assign(sleepy.core.db, {
      run: async (...[statement, parameters]: Parameters<typeof run>) => {
        const rows = await run(statement, parameters);
        if (statement.name === 'begin_attempts' && !stoodStill) {
          stoodStill = true;
          await scene.advance(2 * LEASE_MS);
        }
        return rows;
      },
    });
    const { id } = await scene.send(await scene.customer('Bob'), 'hello?');

    sleepy.delivery.start();
    await expect.poll(() => stoodStill, SOON).toBe(true);
    await expect
      .poll(async () => (await scene.attemptsOf(id))[0]?.outcome, SOON)
      .toBeOneOf(['unavailable', 'indeterminate']);

    // Whoever was faster, its own holder or recovery: no request has left for that attempt.
    const first = (await scene.attemptsOf(id))[0]?.outcome;
    await scene.becomes(id, first === 'unavailable' ? 'SENT' : 'UNCONFIRMED');
    expect(scene.platform.requests).toHaveLength(first === 'unavailable' ? 1 : 0);
  });

  it('does not count as one when it is asked to stop: what has not left goes back to the queue', async () => {
    const ada = await scene.customer('Ada');
    const { id } = await scene.send(ada, 'hello?');
    const next = await scene.send(ada, 'are you there?');
    scene.delivery.start();
    await expect.poll(() => sentToAda().length, SOON).toBe(1);

    const stopped = scene.delivery.stop();
    answer({ status: 200, body: { externalIds: ['in time'] } });
    await stopped;

    expect(await scene.message(id)).toMatchObject({ status: 'SENT', externalId: 'in time' });
    expect((await scene.message(next.id)).status).toBe('QUEUED');
  });
});
