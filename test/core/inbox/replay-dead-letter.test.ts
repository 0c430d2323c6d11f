import { expect, it } from 'vitest';
import { replayDeadLetter } from '../../../src/core/inbox/replay-dead-letter.ts';
import { insertDeadLetter } from '../../../src/core/store/dead-letters.ts';
import { deadLetters, messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleBody } from '../../support/example-channel.ts';
import { createTestWorkspace, withRole } from '../../support/test-core.ts';
import { createReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('replaying a dead letter', (open) => {
  const dead = async (body: Uint8Array) => {
    const scene = await createReceivingScene(await open());
    const { core, account } = scene;
    const letter = {
      reason: 'not-understood',
      detail: 'new kind',
      body,
      receivedAt: core.clock.now(),
    } as const;
    await insertDeadLetter(core.db, account, letter);
    const [kept] = await core.db.orm.select().from(deadLetters);
    if (kept === undefined) throw new Error('No dead letter was kept.');
    return { ...scene, id: kept.id };
  };

  it('takes in what is understood by now, once, however often it is repeated', async () => {
    const { core, workspace, id } = await dead(exampleBody(textFrom('ada', '1', 'understood at last')));

    const first = await replayDeadLetter(core, workspace.owner, { id });
    const second = await replayDeadLetter(core, workspace.owner, { id });

    expect([first.kind, second.kind]).toEqual(['replayed', 'replayed']);
    expect((await core.db.orm.select().from(messages)).map(({ preview }) => preview)).toEqual([
      'understood at last',
    ]);
    expect(await core.db.orm.select().from(deadLetters)).toMatchObject([
      { replayedAt: core.clock.now(), replayCount: 2 },
    ]);
  });

  it('keeps what is still not understood', async () => {
    const { core, workspace, id } = await dead(new TextEncoder().encode('?'));

    const outcome = await replayDeadLetter(core, workspace.owner, { id });

    expect(outcome).toMatchObject({ kind: 'still-dead', deadLetter: { replayedAt: null, replayCount: 1 } });
    expect(await core.db.orm.select().from(deadLetters)).toHaveLength(1);
  });

  it('is for administrators of its own workspace', async () => {
    const { core, workspace, id } = await dead(exampleBody(textFrom('ada', '1', 'private')));
    const stranger = await createTestWorkspace(core, 'Other');

    const outcomes = [
      await replayDeadLetter(core, stranger.owner, { id }),
      await replayDeadLetter(core, withRole(workspace.owner, 'AGENT'), { id }),
    ];

    expect(outcomes.map(({ kind }) => kind)).toEqual(['not-found', 'forbidden']);
    expect(await core.db.orm.select().from(messages)).toHaveLength(0);
  });
});
