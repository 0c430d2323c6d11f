import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { advanceClock } from '../../../src/core/inbox/advance-clock.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import { channelAccounts, templates } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createMoveScene, type MoveScene } from './move-scene.ts';

const ADA = '491700000001';
const BOB = '12125550123';
const LIST = 'number,name,language\n+49 170 0000001,Ada,de\n+1 212 555 0123,Bob,en\n';
const INVITATION = { name: 'we_move', language: 'en', variables: { 1: '{name}', 2: '{link}' } };

describeOnEveryEngine('a reader on the way', (open) => {
  let scene: MoveScene | null = null;
  afterEach(() => scene?.close());
  const begin = async (prepare: (move: MoveScene) => Promise<unknown> = async () => {}) => {
    scene = await createMoveScene(await open(), [INVITATION]);
    await scene.importFile(LIST);
    await prepare(scene);
    await scene.start();
    await scene.work();
    return scene;
  };

  it('is invited by an approved template where the account may send one, and by post where that is forbidden', async () => {
    const move = await begin(async ({ core, owner, source }) => {
      await core.db.orm
        .update(channelAccounts)
        .set({ settings: { marketingTemplates: true } })
        .where(eq(channelAccounts.id, source.id));
      const now = core.clock.now();
      await core.db.orm.insert(templates).values({
        ...{ id: newId(), workspaceId: owner.workspaceId, channelAccountId: source.id, externalId: '1' },
        ...{ name: 'we_move', language: 'en', category: 'MARKETING', isApproved: true },
        ...{ status: 'APPROVED', platformStatus: 'APPROVED', createdAt: now, changedAt: now, syncedAt: now },
        content: {
          variableStyle: 'positional',
          body: { text: 'Hello {{1}}, we move: {{2}}', examples: {} },
          ...{ header: null, footer: null, buttons: [] },
        },
      });
    });

    const [ada, bob] = [await move.readerOf(ADA), await move.readerOf(BOB)];

    expect([ada.state, ada.invitedBy]).toEqual(['INVITED', 'TEMPLATE']);
    expect(await move.lastSaid(await move.known(move.source, ADA))).toMatchObject({
      type: 'template',
      name: 'we_move',
      variables: { 1: 'Ada', 2: expect.stringMatching(/\/join\/personal-link$/u) },
    });
    // Marketing templates to numbers of the United States are paused.
    expect([bob.state, bob.invitedBy]).toEqual(['IMPORTED', null]);
    expect(await move.lastSaid(await move.known(move.source, BOB))).toBeNull();
  });

  it('is too late when the deadline has passed on the workspace’s own clock', async () => {
    const move = await begin();
    const { deadlineAt } = move.migration;
    const passes = async (byMs: number) => {
      await advanceClock(move.core, move.owner, { byMs });
      await move.work();
      return (await move.readerOf(BOB)).state;
    };
    const leftMs = deadlineAt.getTime() - move.core.clock.now().getTime();

    const before = await passes(leftMs - 1);

    expect([before, await passes(1)]).toEqual(['IMPORTED', 'LAPSED']);
  });

  it('who says yes on two channels reads on the later one alone', async () => {
    const move = await begin();
    const one = await move.opens(move.target, '1001', 'Ada', await move.token(ADA, move.target));
    const other = await move.opens(move.other, '1002', 'Ada', await move.token(ADA, move.other));

    await move.taps(move.target, '1001', 0);
    await move.becomes(ADA, 'CONFIRMED');
    const first = [await move.stateAt(one), await move.stateAt(other)];
    await move.taps(move.other, '1002', 0);
    await expect.poll(() => move.stateAt(other)).toBe('CONFIRMED');

    expect(first).toEqual(['CONFIRMED', 'REQUESTED']);
    expect(await move.stateAt(one)).toBe('WITHDRAWN');
    expect(await move.stateAt(await move.known(move.source, ADA))).toBe('WITHDRAWN');
    expect((await move.readerOf(ADA)).confirmedIdentityId).toBe(other.id);
  });
});
