import { beforeEach, expect, it } from 'vitest';
import { identities } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { at, createReceivingScene, type ReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('a refusal of promotion', (open) => {
  let db: TestDatabase;
  let scene: ReceivingScene;
  beforeEach(async () => {
    db = await open();
    scene = await createReceivingScene(db);
    await scene.post(textFrom('ada', 'm-1', 'Hello', { sentAt: at(60) }));
  });

  const about = { sender: { externalId: 'ada' }, scope: 'promotional' } as const;
  const stop = { kind: 'opt-out', reason: 'unsubscribed', ...about } as const;
  const ada = async () => {
    const [row] = await db.orm.select().from(identities);
    return { at: row?.promotionalOptOutAt ?? null, isKept: row?.isPromotionalOptOutKept };
  };

  it('by a word is the contact’s to take back with another', async () => {
    await scene.post({ ...stop, occurredAt: at(61) });

    expect(await ada()).toEqual({ at: at(61), isKept: false });
  });

  it('that the platform holds to is known as such, also after a word, until the platform says otherwise', async () => {
    await scene.post({ ...stop, occurredAt: at(61) });
    await scene.post({ ...stop, occurredAt: at(62), isKeptByPlatform: true });
    const kept = await ada();
    await scene.post({ ...stop, occurredAt: at(63) });
    const stillKept = await ada();
    await scene.post({ kind: 'opt-in', ...about, occurredAt: at(64) });

    expect(kept).toEqual({ at: at(62), isKept: true });
    expect(stillKept).toEqual(kept);
    expect(await ada()).toEqual({ at: null, isKept: false });
  });
});
