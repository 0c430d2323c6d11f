import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MediaId } from '../../../src/core/model/ids.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import { channelAccounts, media } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { createSendingScene, type SendingScene, SOON } from './sending-scene.ts';

const DAY_MS = 24 * 60 * 60_000;

describeOnEveryEngine('what becomes of a message', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    scene = await createSendingScene(open);
  });
  afterEach(() => scene.close());

  const sentTo = (name: string) => scene.platform.requests.filter(({ to }) => to === name);

  it.each([
    ['the connection broke', 'reset' as const],
    ['a server error said nothing of it', { status: 500 }],
    ['a gateway in between gave up', { status: 504 }],
  ])('is held, never sent again by itself, and holds up nobody when %s', async (_name, answer) => {
    const ada = await scene.customer('Ada');
    scene.platform.answers((request) =>
      request.text === 'lost' ? answer : { status: 200, body: { externalIds: [request.messageId] } },
    );
    const lost = await scene.send(ada, 'lost');
    const next = await scene.send(ada, 'next');

    scene.delivery.start();
    await scene.becomes(lost.id, 'UNCONFIRMED');
    await scene.becomes(next.id, 'SENT');
    await scene.advance(2 * DAY_MS);
    await scene.queueIsLookedAt();

    expect(sentTo('Ada').map(({ text }) => text)).toEqual(['lost', 'next']);
    expect(await scene.attemptsOf(lost.id)).toMatchObject([{ number: 1, outcome: 'indeterminate' }]);
    expect(await scene.told(lost.id)).toEqual(['MESSAGE_QUEUED', 'UNCONFIRMED']);
  });

  it('is a failure with the platform’s own code when the platform refuses, and is not tried again', async () => {
    const ada = await scene.customer('Ada');
    scene.platform.answers(({ to, messageId }) =>
      to === 'Ada' ? { status: 400 } : { status: 200, body: { externalIds: [messageId] } },
    );
    const refused = await scene.send(ada, 'no');

    scene.delivery.start();
    const failed = await scene.becomes(refused.id, 'FAILED');
    await scene.advance(2 * DAY_MS);
    await scene.queueIsLookedAt();

    expect(failed.failure).toMatchObject({ kind: 'rejected', platformCode: '400' });
    expect(sentTo('Ada')).toHaveLength(1);
  });

  it('is another attempt, later each time, while the platform says that it can not take it', async () => {
    const ada = await scene.customer('Ada');
    scene.platform.answers(({ to, messageId }) =>
      to === 'Ada' && sentTo('Ada').length < 4
        ? { status: 503 }
        : { status: 200, body: { externalIds: [messageId] } },
    );
    const { id } = await scene.send(ada, 'patience');
    const waits: number[] = [];

    scene.delivery.start();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await expect
        .poll(async () => [sentTo('Ada').length, (await scene.message(id)).status], SOON)
        .toEqual([attempt, 'QUEUED']);
      waits.push(await waitOf(id));
      await scene.queueIsLookedAt();
      expect(sentTo('Ada')).toHaveLength(attempt);
      await scene.advance(60_000);
    }
    await scene.becomes(id, 'SENT');

    // Half of each wait is chance: 1, 2 and 4 s at most, half of that at least.
    waits.forEach((wait, index) => {
      const full = 1_000 * 2 ** index;
      expect(wait).toBeGreaterThan(full / 2 - 500);
      expect(wait).toBeLessThanOrEqual(full);
    });
    expect((await scene.attemptsOf(id)).map(({ outcome }) => outcome)).toEqual([
      'unavailable',
      'unavailable',
      'unavailable',
      'accepted',
    ]);
  });

  it('is a failure after a day of that', async () => {
    const ada = await scene.customer('Ada');
    scene.platform.answers(() => ({ status: 503 }));
    const { id } = await scene.send(ada, 'too late');

    scene.delivery.start();
    await expect.poll(() => sentTo('Ada').length, SOON).toBe(1);
    await scene.becomes(id, 'QUEUED');
    await scene.advance(DAY_MS);

    const failed = await scene.becomes(id, 'FAILED');
    expect(failed.failure).toMatchObject({ kind: 'unavailable' });
  });

  it('waits as long as the platform asks, and so does everything of that account alone', async () => {
    const ada = await scene.customer('Ada');
    const bob = await scene.customer('Bob');
    scene.platform.answers(({ to, messageId }) =>
      to === 'Ada' && sentTo('Ada').length === 1
        ? { status: 429, headers: { 'retry-after': '30' } }
        : { status: 200, body: { externalIds: [messageId] } },
    );
    const first = await scene.send(ada, 'first');

    scene.delivery.start();
    await expect.poll(async () => (await scene.attemptsOf(first.id))[0]?.outcome, SOON).toBe('throttled');
    const second = await scene.send(bob, 'second');
    await scene.queueIsLookedAt();
    await scene.advance(25_000);
    await scene.queueIsLookedAt();
    const early = scene.platform.requests.filter(({ to }) => to !== 'a bystander');
    await scene.advance(6_000);
    await scene.becomes(first.id, 'SENT');
    await scene.becomes(second.id, 'SENT');

    expect(early.map(({ text }) => text)).toEqual(['first']);
  });

  it('stays in the queue of an account that the platform no longer lets in, until that is mended', async () => {
    const ada = await scene.customer('Ada');
    scene.platform.answers(({ to, messageId }) =>
      to === 'Ada' ? { status: 401 } : { status: 200, body: { externalIds: [messageId] } },
    );
    const { id } = await scene.send(ada, 'who are you?');
    const accountOf = async () =>
      (
        await scene.core.db.orm.select().from(channelAccounts).where(eq(channelAccounts.id, scene.account.id))
      )[0];

    scene.delivery.start();
    await expect.poll(async () => (await accountOf())?.status, SOON).toBe('PAUSED');
    await scene.becomes(id, 'QUEUED');
    await scene.advance(DAY_MS);
    await scene.queueIsLookedAt();

    expect(sentTo('Ada')).toHaveLength(1);
    expect((await accountOf())?.health).toMatchObject({
      level: 'error',
      steps: [{ name: 'send', isOk: false, platformCode: '401' }],
    });
    scene.platform.accepts();
    await scene.core.db.orm
      .update(channelAccounts)
      .set({ status: 'ACTIVE' })
      .where(eq(channelAccounts.id, scene.account.id));
    scene.core.wake.accountChanged(scene.account.id);
    await scene.becomes(id, 'SENT');
  });

  it('is a failure, and never another attempt, when its file is larger than the platform takes', async () => {
    const hash = 'f'.repeat(64);
    const channel = {
      ...exampleChannel,
      send: async (...[request, context]: Parameters<typeof exampleChannel.send>) => {
        if (request.body.to === 'Ada') await context.openMedia({ from: 'store', mediaId }, 1_000);
        return exampleChannel.send(request, context);
      },
    };
    const uploading = await createSendingScene(open, { channel });
    const mediaId = newId<MediaId>();
    try {
      await uploading.core.db.orm.insert(media).values({
        id: mediaId,
        workspaceId: uploading.workspace.workspace.id,
        status: 'STORED',
        contentHash: hash,
        sizeBytes: 1_001,
        createdAt: uploading.core.clock.now(),
      });
      const { id } = await uploading.send(await uploading.customer('Ada'), 'see the film');

      uploading.delivery.start();
      const failed = await uploading.becomes(id, 'FAILED');
      await uploading.advance(DAY_MS);
      await uploading.queueIsLookedAt();

      expect(failed.failure).toMatchObject({ kind: 'rejected', cause: 'too-large', actionBy: 'author' });
      expect(await uploading.attemptsOf(id)).toHaveLength(1);
      expect(uploading.platform.requests.map(({ to }) => to)).toEqual(['a bystander']);
    } finally {
      await uploading.close();
    }
  });

  it('does not get lost when what its failure teaches can not be stored', async () => {
    const { orm } = scene.core.db;
    const broken = scene.anotherProcess();
    // Throttling an account is the one update that delivery makes outside of a statement of its own.
    Object.defineProperty(broken.core.db, 'orm', {
      get: () => ({ ...orm, select: orm.select.bind(orm), update: refuse }),
    });
    scene.platform.answers(({ messageId }) =>
      scene.platform.requests.length === 1
        ? { status: 429, headers: { 'retry-after': '5' } }
        : { status: 200, body: { externalIds: [messageId] } },
    );
    const { id } = await scene.send(await scene.customer('Ada'), 'still here');

    broken.delivery.start();
    await expect.poll(async () => (await scene.attemptsOf(id))[0]?.outcome, SOON).toBe('throttled');
    await scene.advance(10_000);

    await scene.becomes(id, 'SENT');
  });

  async function waitOf(id: string): Promise<number> {
    const [row] = await scene.core.db.run<{ ms: number }>(
      {
        name: 'test_wait',
        text: 'SELECT (extract(epoch FROM available_at - now()) * 1000)::float8 AS ms FROM messages WHERE id = $1::uuid',
      },
      [id],
    );
    return row?.ms ?? Number.NaN;
  }
});

function refuse(): never {
  throw new Error('The database is away.');
}
