import { and, asc, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linkIdentity } from '../../../src/core/inbox/link-identity.ts';
import { markConversationRead } from '../../../src/core/inbox/mark-conversation-read.ts';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import { setCaseStatus } from '../../../src/core/inbox/set-case-status.ts';
import { unlinkIdentity } from '../../../src/core/inbox/unlink-identity.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { ChannelAccount, Identity } from '../../../src/core/store/rows.ts';
import { conversations, identities, identityLinks } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createTestWorkspace, withRole } from '../../support/test-core.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { createReceivingScene } from './receiving-scene.ts';

/** What somebody does in a test of two people, A and B, at one desk. */
interface Step {
  readonly who: 'A' | 'B';
  readonly does: 'writes' | 'is answered' | 'is read' | 'is resolved';
}

const step = fc.record<Step>({
  who: fc.constantFrom('A', 'B'),
  does: fc.constantFrom('writes', 'writes', 'is answered', 'is read', 'is resolved'),
});

describeOnEveryEngine('linking an identity', (open) => {
  it('and unlinking it leaves every row as it was, byte for byte', async () => {
    const db = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const two = await meet(db);
        for (const one of steps) await two.play(one);
        const before = await two.dump();

        await two.link();
        await two.unlink();

        expect(await two.dump()).toEqual(before);
      }),
      { numRuns: 8 },
    );
  });

  it('keeps counts, cases and order right whatever happens before, while and after it is linked', async () => {
    const db = await open();
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.array(step, { maxLength: 6 }),
        fc.array(step, { maxLength: 4 }),
        async (before, during, after) => {
          const two = await meet(db);
          for (const one of before) await two.play(one);
          await two.link();
          expect(await two.faults()).toEqual([]);
          for (const one of during) await two.play(one);
          expect(await two.faults()).toEqual([]);
          await two.unlink();
          expect(await two.faults()).toEqual([]);
          for (const one of after) await two.play(one);
          expect(await two.faults()).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('gives each side its unread messages back, also those that came meanwhile', async () => {
    const two = await meet(await open());
    await two.play({ who: 'A', does: 'writes' });
    await two.play({ who: 'B', does: 'writes' });
    await two.link();
    await two.play({ who: 'B', does: 'writes' });
    await two.play({ who: 'B', does: 'writes' });
    await two.play({ who: 'A', does: 'writes' });
    const together = await two.unread();

    await two.unlink();

    expect(together).toEqual({ A: 5 });
    expect(await two.unread()).toEqual({ A: 2, B: 3 });
  });

  it('moves what B says afterwards into the thread of A, with an event that says so', async () => {
    const two = await meet(await open());
    await two.play({ who: 'A', does: 'writes' });
    const outcome = await two.link();
    await two.play({ who: 'B', does: 'writes' });

    expect(outcome).toMatchObject({ kind: 'linked', link: { evidence: 'They told us by telephone.' } });
    expect(await two.scene.log()).toContain('IDENTITY_LINKED');
    expect(await two.unread()).toEqual({ A: 2 });
  });

  it('is refused without evidence, for strangers, for whom it belongs to already, and for viewers', async () => {
    const two = await meet(await open());
    const { core, workspace } = two.scene;
    const other = await createTestWorkspace(core, 'Other');
    const ask = { identityId: two.b.id, contactId: two.a.contactId, evidence: 'a call' };

    const outcomes = [
      await linkIdentity(core, workspace.owner, { ...ask, evidence: '  ' }),
      await linkIdentity(core, other.owner, ask),
      await linkIdentity(core, workspace.owner, { ...ask, contactId: two.b.contactId }),
      await linkIdentity(core, withRole(workspace.owner, 'VIEWER'), ask),
      await unlinkIdentity(core, workspace.owner, { identityId: two.b.id, reason: 'a mistake' }),
      await unlinkIdentity(core, other.owner, { identityId: two.b.id, reason: 'a mistake' }),
    ];

    expect(outcomes.map(({ kind }) => kind)).toEqual([
      'validation-failed',
      'not-found',
      'conflict',
      'forbidden',
      'conflict',
      'not-found',
    ]);
    expect(await core.db.orm.select().from(identityLinks)).toEqual([]);
  });

  it('is undone one by one when an identity was linked twice', async () => {
    const two = await meet(await open());
    const carol = await two.arrive('carol');
    await two.play({ who: 'B', does: 'writes' });
    const before = await two.dump();
    await two.link();
    const { core, workspace } = two.scene;
    await linkIdentity(core, workspace.owner, {
      identityId: two.b.id,
      contactId: carol.contactId,
      evidence: 'No, carol.',
    });

    await two.unlink();
    const between = await two.reload(two.b);
    await two.unlink();

    expect(between.contactId).toBe(two.a.contactId);
    expect(await two.dump()).toEqual(before);
  });
});

async function meet(db: TestDatabase) {
  const scene = await createReceivingScene(db);
  const { core, workspace } = scene;
  const { workspaceId } = workspace.owner;
  const accounts = { A: scene.account, B: await scene.connect(`second-${newId()}`) };
  let said = 0;

  const hear = async (account: ChannelAccount, name: string) => {
    said += 1;
    core.clock.advance(1_000);
    const event = {
      kind: 'message',
      externalId: `m${said}`,
      sender: { externalId: name, displayName: name },
      parts: [{ type: 'text', text: `message ${said}` }],
      sentAt: core.clock.now(),
    } as const;
    const { status } = await scene.postBody(
      new TextEncoder().encode(JSON.stringify([event])),
      'webhook-secret',
      account,
    );
    expect(status).toBe(200);
  };
  const find = async (account: ChannelAccount, name: string): Promise<Identity> => {
    const [identity] = await db.orm
      .select()
      .from(identities)
      .where(and(eq(identities.channelAccountId, account.id), eq(identities.externalId, name)));
    if (identity === undefined) throw new Error('Nobody has that name.');
    return identity;
  };
  const arrive = async (name: string, account = accounts.B) => {
    await hear(account, name);
    return find(account, name);
  };
  const a = await arrive('ada', accounts.A);
  const b = await arrive('bob', accounts.B);
  const people = { A: a, B: b };
  const reload = (identity: Identity) =>
    find(identity.id === a.id ? accounts.A : accounts.B, identity.externalId);

  const threadOf = async (who: 'A' | 'B') => {
    const { contactId } = await reload(people[who]);
    const [row] = await db.orm.select().from(conversations).where(eq(conversations.contactId, contactId));
    return row ?? null;
  };

  // The scene begins with nobody having said anything: what made the two known is read and done.
  const settle = async (who: 'A' | 'B') => {
    await play({ who, does: 'is read' });
    await play({ who, does: 'is resolved' });
  };

  const play = async ({ who, does }: Step) => {
    const thread = await threadOf(who);
    core.clock.advance(1_000);
    if (does === 'writes') return hear(accounts[who], people[who].externalId);
    if (does === 'is answered') {
      const outcome = await sendMessage(core, workspace.owner, {
        conversationId: null,
        identityId: people[who].id,
        parts: [{ type: 'text', text: 'An answer.' }],
        purpose: 'SERVICE',
        replyToId: null,
        options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
        idempotencyKey: newId(),
      });
      expect(outcome.kind).toBe('queued');
    }
    if (does === 'is read' && thread !== null) {
      await markConversationRead(core, workspace.owner, { conversationId: thread.id, upToMessageId: null });
    }
    if (does === 'is resolved' && thread?.openCaseId != null) {
      const input = { caseId: thread.openCaseId, status: 'RESOLVED', snoozedUntil: null } as const;
      await setCaseStatus(core, workspace.owner, input);
    }
  };
  await settle('A');
  await settle('B');

  return {
    scene,
    a,
    b,
    play,
    arrive,
    reload,
    link: () =>
      linkIdentity(core, workspace.owner, {
        identityId: b.id,
        contactId: a.contactId,
        evidence: 'They told us by telephone.',
      }),
    unlink: () => unlinkIdentity(core, workspace.owner, { identityId: b.id, reason: 'They are two people.' }),
    async unread(): Promise<Record<string, number>> {
      const rows = await db.orm
        .select()
        .from(conversations)
        .where(eq(conversations.workspaceId, workspaceId))
        .orderBy(asc(conversations.createdAt));
      const nameOf = (id: string) => (id === a.contactId ? 'A' : id === b.contactId ? 'B' : id);
      return Object.fromEntries(
        rows
          .filter(({ unreadCount }) => unreadCount > 0)
          .map((row) => [nameOf(row.contactId), row.unreadCount]),
      );
    },
    async dump() {
      const tables = ['contacts', 'identities', 'identity_aliases', 'conversations', 'cases', 'messages'];
      const rows = await Promise.all(
        tables.map((table) =>
          db.run<{ row: unknown }>(
            {
              name: `test_dump_${table}`,
              text: `SELECT to_jsonb(t) AS row FROM ${table} t WHERE workspace_id = $1::uuid ORDER BY to_jsonb(t)::text`,
            },
            [workspaceId],
          ),
        ),
      );
      return Object.fromEntries(tables.map((table, index) => [table, rows[index]]));
    },
    faults: async () => (await db.run<{ fault: string }>(FAULTS, [workspaceId])).map(({ fault }) => fault),
  };
}

/** What must hold of every conversation, whoever's messages are in it. */
const FAULTS = {
  name: 'test_thread_faults',
  text: `
    SELECT 'message of another contact: ' || m.preview AS fault
      FROM messages m JOIN identities i ON i.id = m.identity_id JOIN conversations c ON c.id = m.conversation_id
     WHERE m.workspace_id = $1::uuid AND c.contact_id <> i.contact_id
    UNION ALL
    SELECT 'number given twice in ' || conversation_id || ': ' || number
      FROM messages WHERE workspace_id = $1::uuid GROUP BY conversation_id, number HAVING count(*) > 1
    UNION ALL
    SELECT 'number above the count in ' || c.id
      FROM conversations c WHERE c.workspace_id = $1::uuid
       AND c.message_count < (SELECT max(number) FROM messages m WHERE m.conversation_id = c.id)
    UNION ALL
    SELECT 'not the last message in ' || c.id
      FROM conversations c WHERE c.workspace_id = $1::uuid
       AND c.last_message_id IS DISTINCT FROM (SELECT m.id FROM messages m WHERE m.conversation_id = c.id
                                                ORDER BY m.sent_at DESC, m.id DESC LIMIT 1)
    UNION ALL
    SELECT 'more unread than there are in ' || c.id
      FROM conversations c WHERE c.workspace_id = $1::uuid
       AND (c.unread_count < 0 OR c.unread_count > (SELECT count(*) FROM messages m
             WHERE m.conversation_id = c.id AND m.direction = 'INBOUND'))
    UNION ALL
    SELECT 'several unresolved cases in ' || conversation_id
      FROM cases WHERE workspace_id = $1::uuid AND status <> 'RESOLVED' GROUP BY conversation_id HAVING count(*) > 1
    UNION ALL
    SELECT 'open case is not the unresolved one in ' || c.id
      FROM conversations c WHERE c.workspace_id = $1::uuid
       AND c.open_case_id IS DISTINCT FROM (SELECT k.id FROM cases k WHERE k.conversation_id = c.id
                                             AND k.status <> 'RESOLVED' LIMIT 1)
    UNION ALL
    SELECT 'unread messages without a case in ' || c.id
      FROM conversations c WHERE c.workspace_id = $1::uuid AND c.message_count > 0 AND c.open_case_id IS NULL
       AND EXISTS (SELECT 1 FROM messages m WHERE m.id = c.last_message_id AND m.direction = 'INBOUND')
       AND c.last_case_id IS NULL`,
};
