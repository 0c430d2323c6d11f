import { describe, expect, it, vi } from 'vitest';
import { granted, refusal, startScene } from './bot-client.ts';

const DAY_MS = 86_400_000;

describe('getUpdates', () => {
  it('gives the same updates until an offset confirms them, numbered without gaps', async () => {
    const { ada, updates, call } = await startScene();
    ada.writes('one');
    ada.writes('two');

    const first = await updates();
    const again = await updates();
    const ids = first.map(({ update_id }) => Number(update_id));
    await call('getUpdates', { offset: Number(ids[0]) + 1 });
    const rest = await updates();

    expect(again).toEqual(first);
    expect(ids).toEqual([ids[0], Number(ids[0]) + 1, Number(ids[0]) + 2]);
    expect(rest).toEqual(first.slice(1));
  });

  it('keeps only the newest for a negative offset', async () => {
    const { ada, call, updates } = await startScene();
    ada.writes('one');
    ada.writes('two');

    const reply = await call('getUpdates', { offset: -1 });

    expect(reply.body).toMatchObject({ result: [{ message: { text: 'two' } }] });
    expect(await updates()).toHaveLength(1);
  });

  it('gives no more than the limit', async () => {
    const { ada, call } = await startScene();
    ada.writes('one');

    const reply = await call('getUpdates', { limit: 1 });

    expect(reply.body).toMatchObject({ result: [{ message: { text: '/start' } }] });
    expect(reply.body).toHaveProperty('result.length', 1);
  });

  it('waits until there is an update', async () => {
    const { ada, call, pollStarts } = await startPolling();

    const waiting = call('getUpdates', { timeout: 50 });
    await pollStarts();
    ada.writes('at last');

    expect((await waiting).body).toMatchObject({ result: [{ message: { text: 'at last' } }] });
  });

  it('comes back with nothing when the time is over, after 50 seconds at the latest', async () => {
    const { telegram, call, pollStarts } = await startPolling();

    const waiting = call('getUpdates', { timeout: 500 });
    await pollStarts();
    telegram.time.advance(50_000);

    expect(await waiting).toEqual(granted([]));
  });

  it('ends an older call when a newer one comes', async () => {
    const { telegram, call, pollStarts } = await startPolling();

    const older = call('getUpdates', { timeout: 50 });
    await pollStarts();
    const newer = call('getUpdates', { timeout: 50 });

    expect(await older).toEqual(
      refusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    );
    telegram.time.advance(50_000);
    expect(await newer).toEqual(granted([]));
  });

  it('is ended by setWebhook and refused while there is a webhook', async () => {
    const { call, pollStarts } = await startPolling();

    const waiting = call('getUpdates', { timeout: 50 });
    await pollStarts();
    await call('setWebhook', { url: 'http://127.0.0.1:9/hook' });
    const refused = await call('getUpdates');
    await call('deleteWebhook');
    const allowed = await call('getUpdates');

    expect(await waiting).toEqual(refusal(409, 'Conflict: terminated by setWebhook request'));
    expect(refused).toEqual(
      refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      ),
    );
    expect(allowed).toEqual(granted([]));
  });

  it('forgets updates after a day', async () => {
    const { telegram, updates } = await startScene();

    telegram.time.advance(DAY_MS);

    expect(await updates()).toEqual([]);
  });

  it('draws ids anew after a quiet week, and an offset from before still gets what comes', async () => {
    const { telegram, ada, call, updates } = await startScene();
    const [start] = await updates();
    await call('getUpdates', { offset: Number(start?.update_id) + 1 });
    telegram.time.advance(8 * DAY_MS);

    ada.writes('hello again');
    const reply = await call('getUpdates', { offset: Number(start?.update_id) + 1 });

    expect(reply.body).toMatchObject({ result: [{ message: { text: 'hello again' } }] });
    expect(reply.body).not.toHaveProperty('result.0.update_id', Number(start?.update_id) + 1);
  });

  it('drops updates when too many wait', async () => {
    const { ada, updates } = await startScene({ maxPendingUpdates: 2 });

    ada.writes('two');
    const third = ada.writes('three');

    expect(third.updateIds).toEqual([]);
    expect(await updates()).toHaveLength(2);
  });
});

describe('allowed_updates', () => {
  it('leaves out reactions unless they are asked for by name', async () => {
    const { ada, call } = await startScene();

    const byDefault = ada.reacts(1, ['👍']).updateIds.length;
    await call('getUpdates', { allowed_updates: ['message_reaction'] });
    const asked = ada.reacts(1, ['🔥']).updateIds.length;
    const message = ada.writes('not wanted now');
    await call('getUpdates');
    const unchanged = ada.reacts(1, []).updateIds.length;
    await call('getUpdates', { allowed_updates: [] });
    const reset = ada.reacts(1, ['👏']).updateIds.length;

    expect([byDefault, asked, unchanged, reset]).toEqual([0, 1, 1, 0]);
    expect(message.updateIds).toEqual([]);
  });

  it('does not touch updates that wait already', async () => {
    const { ada, call } = await startScene();
    ada.writes('before');

    const reply = await call('getUpdates', { allowed_updates: ['callback_query'] });

    expect(reply.body).toMatchObject({ result: [{}, { message: { text: 'before' } }] });
  });
});

/** A scene with nothing waiting, and a way to know that a call of `getUpdates` has begun to wait. */
async function startPolling() {
  const scene = await startScene();
  await scene.call('getUpdates', { offset: -1 });
  const [start] = await scene.updates();
  await scene.call('getUpdates', { offset: Number(start?.update_id) + 1 });
  const pollStarts = () => vi.waitUntil(() => scene.bot.poll !== null);
  return { ...scene, pollStarts };
}
