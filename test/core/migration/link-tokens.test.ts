import { and, eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { toOutbound } from '../../../src/core/inbox/to-outbound.ts';
import { messages, migrationLinks } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createMoveScene, type MoveScene } from './move-scene.ts';

const ADA = '491700000001';
const BOB = '491700000002';
const LIST = 'number,name,language\n+49 170 0000001,Ada Lovelace,en\n+49 170 0000002,Bob,en\n';

describeOnEveryEngine('the token of a personal link', (open) => {
  const scenes: MoveScene[] = [];
  afterEach(async () => {
    for (const scene of scenes.splice(0)) await scene.close();
  });

  const begin = async (db: TestDatabase) => {
    const move = await createMoveScene(db);
    scenes.push(move);
    await move.importFile(LIST);
    await move.start();
    await move.work();
    return move;
  };

  it('is kept in no table, whoever was invited by it and came with it', async () => {
    const db = await open();
    const move = await begin(db);
    await move.says(move.source, ADA, { type: 'text', text: 'Hello' });
    await expect.poll(async () => (await move.readerOf(ADA)).consideredAt, { timeout: 120_000 }).toBeNull();
    await move.work();
    const toPage = await move.token(ADA, null);
    const toBot = await move.token(ADA, move.target);
    await move.opens(move.target, '1001', 'Ada Lovelace', toBot);
    await move.becomes(ADA, 'ARRIVED');

    expect(await tablesWith(db, '/join/')).toEqual(['messages']);
    expect(await tablesWith(db, `/start ${toBot.slice(0, 4)}`)).not.toEqual([]);
    for (const token of [toPage, toBot, await move.token(BOB, null), await move.token(BOB, move.target)]) {
      expect(await tablesWith(db, token)).toEqual([]);
    }
  });

  it('stands in the invitation that leaves, and not in the one that colleagues see', async () => {
    const move = await begin(await open());
    await move.says(move.source, ADA, { type: 'text', text: 'Hello' });
    await expect.poll(async () => (await move.readerOf(ADA)).consideredAt, { timeout: 120_000 }).toBeNull();
    await move.work();
    const { orm } = move.core.db;
    const [message] = await orm
      .select()
      .from(messages)
      .where(and(eq(messages.direction, 'OUTBOUND'), eq(messages.purpose, 'SERVICE')));
    const adapter = move.core.channels.find('whatsapp');
    if (message?.options == null || adapter === null) throw new Error('Nobody was invited.');

    const { parts } = await toOutbound(move.core, adapter, {
      id: message.id,
      message: { ...message, author: message.authorKind, purpose: 'SERVICE', options: message.options },
      recipient: { externalId: ADA, kind: 'PERSON', deviceFeatures: null, lastInboundAt: null },
      replyToExternalId: null,
      account: move.source,
      at: move.core.clock.now(),
    });

    expect(message.parts).toMatchObject([{ text: expect.stringMatching(/\/join\/personal-link$/u) }]);
    expect(parts).toMatchObject([{ text: expect.stringContaining(`/join/${await move.token(ADA, null)}`) }]);
  });

  it('brings nobody over in another workspace, nor in another account, and is not kept there either', async () => {
    const db = await open();
    const move = await begin(db);
    const other = await begin(db);
    const token = await move.token(ADA, move.target);
    let told = 0;
    const comes = (scene: MoveScene, account: MoveScene['target']) => {
      told += 1;
      return scene.post(account, {
        kind: 'message',
        externalId: `foreign${told}`,
        sender: { externalId: '3001', displayName: 'Ada Lovelace' },
        parts: [{ type: 'text', text: `/start ${token}` }],
        sentAt: scene.core.clock.now(),
        referral: { ref: token, source: 'deep-link' },
      });
    };

    await comes(other, other.target);
    await comes(move, move.other);
    // Events are followed in their order: once this one has been, so have those before it.
    for (const scene of [move, other]) {
      await scene.opens(scene.target, '1002', 'Bob', await scene.token(BOB, scene.target));
      await scene.becomes(BOB, 'ARRIVED');
    }

    for (const scene of [move, other]) {
      expect((await scene.readerOf(ADA)).state).toBe('IMPORTED');
    }
    expect(await tablesWith(db, token)).toEqual([]);
    await move.opens(move.target, '1001', 'Ada Lovelace', token);
    await move.becomes(ADA, 'ARRIVED');
  });

  it('is not replaced by the id of its link, nor by what stands in its place', async () => {
    const move = await begin(await open());
    const token = await move.token(ADA, move.target);
    const links = await move.core.db.orm.select().from(migrationLinks);
    const forged = [
      ...links.map(({ id }) => id),
      `${token.slice(0, 4)}${'•'.repeat(20)}`,
      `${token.slice(1)}${token.slice(0, 1)}`,
      'personal-link',
    ];

    for (const [index, ref] of forged.entries()) {
      await move.post(move.target, {
        kind: 'referral',
        externalId: `forged${index}`,
        sender: { externalId: `40${index}`, displayName: 'Ada Lovelace' },
        referral: { ref, source: 'deep-link' },
        occurredAt: move.core.clock.now(),
      });
    }
    await move.opens(move.target, '1002', 'Bob', await move.token(BOB, move.target));
    await move.becomes(BOB, 'ARRIVED');

    expect((await move.readerOf(ADA)).state).toBe('IMPORTED');
    await waitFor('the real one works', async () => {
      await move.opens(move.target, '1001', 'Ada Lovelace', token);
      return (await move.readerOf(ADA)).state === 'ARRIVED';
    });
  });
});

/** Which tables of the schema have it anywhere in a row. */
async function tablesWith({ run }: TestDatabase, words: string): Promise<readonly string[]> {
  const tables = await run<{ name: string }>(TABLES, []);
  const found: string[] = [];
  for (const { name } of tables) {
    const text = `SELECT 1 AS hit FROM "${name}" r WHERE strpos(r::text, $1::text) > 0 LIMIT 1`;
    if ((await run({ name: `search_${name}`, text }, [words])).length > 0) found.push(name);
  }
  return found;
}

const TABLES = {
  name: 'test_tables',
  text: `SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`,
};
