import { beforeEach, expect, it } from 'vitest';
import { identities, workspaces } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { at, createReceivingScene, type ReceivingScene, textFrom } from './receiving-scene.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const sender = { externalId: 'ada' };
const aDayLater = (instant: Date): Date => new Date(instant.getTime() + DAY_MS);

describeOnEveryEngine('a workspace whose clock was moved ahead', (open) => {
  let db: TestDatabase;
  let scene: ReceivingScene;
  beforeEach(async () => {
    db = await open();
    scene = await createReceivingScene(db);
    await db.orm.update(workspaces).set({ clockOffsetMs: DAY_MS });
    await scene.post(textFrom('ada', 'm-1', 'Hello', { sentAt: at(60) }));
  });

  const ada = async () => (await db.orm.select().from(identities))[0];

  it('hears of a block, which is not taken for older than the message before it', async () => {
    await scene.post({ kind: 'opt-out', sender, scope: 'all', reason: 'blocked', occurredAt: at(61) });

    expect(await ada()).toMatchObject({
      lastInboundAt: aDayLater(at(60)),
      reachability: 'BLOCKED',
      reachabilityAt: aDayLater(at(61)),
    });
  });

  it('counts what opens the window by its own clock', async () => {
    const reaction = { kind: 'reaction', targetExternalId: 'm-1', sender, emojis: ['👍'] } as const;
    await scene.post({ ...reaction, reactedAt: at(90), opensWindow: true });

    expect((await ada())?.lastInboundAt).toEqual(aDayLater(at(90)));
  });
});
