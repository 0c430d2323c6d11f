import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { channelAccounts } from '../../../src/core/store/tables/index.ts';
import { findTemplateSync } from '../../../src/core/store/template-syncs.ts';
import { syncTemplates } from '../../../src/core/templates/sync-templates.ts';
import { readDueTemplates } from '../../../src/core/templates/template-reader.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createTemplateScene } from './template-scene.ts';

describeOnEveryEngine('reading the templates of an account', (open) => {
  it('by hand makes ours what the platform’s list says, whatever news were lost', async () => {
    const scene = await createTemplateScene(await open());
    const sync = () => syncTemplates(scene.core, scene.owner, { channelAccountId: scene.account.id });
    await scene.create();
    await scene.makeThere('order_late');
    const first = await sync();
    scene.platform.setCallback(scene.number.businessAccountId, null);
    await scene.judge('APPROVED');
    await scene.makeThere('order_lost');
    await fetch(
      `${scene.platform.url}/v26.0/${scene.number.businessAccountId}/message_templates?name=order_late`,
      { method: 'DELETE', headers: { authorization: `Bearer ${scene.number.accessToken}` } },
    );
    scene.core.clock.advance(60_000);

    const second = await sync();
    const third = await sync();

    expect(first).toMatchObject({ kind: 'synced', changedCount: 1, vanishedCount: 0 });
    expect(second).toMatchObject({ syncedAt: scene.core.clock.now(), changedCount: 2, vanishedCount: 1 });
    expect(third).toMatchObject({ changedCount: 0, vanishedCount: 0 });
    expect(await scene.stored()).toMatchObject([
      { name: 'order_late', status: 'DELETED', isApproved: false, vanishedAt: scene.core.clock.now() },
      { name: 'order_lost', status: 'APPROVED', vanishedAt: null },
      { name: 'order_ready', status: 'APPROVED', isApproved: true },
    ]);
    expect(await findTemplateSync(scene.core.db, scene.account.id)).toMatchObject({
      lastSyncedAt: scene.core.clock.now(),
    });
  });

  it('reads every page', async () => {
    const scene = await createTemplateScene(await open());
    const names = Array.from({ length: 130 }, (_, index) => `order_${String(index).padStart(3, '0')}`);
    for (const name of names) await scene.makeThere(name);

    await readDueTemplates(scene.core);

    expect((await scene.stored()).map(({ name }) => name)).toEqual(names);
  });

  it('happens by itself once an account is connected, and its failure is the account’s no more than its news', async () => {
    const scene = await createTemplateScene(await open());
    scene.platform.setCallback(scene.number.businessAccountId, null);
    await scene.makeThere('order_ready');
    scene.platform.faults.answers.inject({
      fault: { kind: 'error', status: 503 },
      operation: 'message_templates',
    });

    const tried = await readDueTemplates(scene.core);
    const failed = await findTemplateSync(scene.core.db, scene.account.id);
    const retriedAtOnce = await readDueTemplates(scene.core);
    const byHand = await syncTemplates(scene.core, scene.owner, { channelAccountId: scene.account.id });

    const [account] = await scene.core.db.orm
      .select()
      .from(channelAccounts)
      .where(eq(channelAccounts.id, scene.account.id));
    expect([tried, retriedAtOnce]).toEqual([1, 0]);
    expect(failed).toMatchObject({ lastSyncedAt: null, failureCount: 1 });
    expect(account).toMatchObject({ status: 'ACTIVE', health: { level: 'ok' } });
    expect(byHand).toMatchObject({ kind: 'synced', changedCount: 1 });
  });

  it('writes nothing when the platform gives no list, and says what it said', async () => {
    const scene = await createTemplateScene(await open());
    await scene.create();
    scene.platform.revokeToken(scene.number.businessAccountId);

    const outcome = await syncTemplates(scene.core, scene.owner, { channelAccountId: scene.account.id });

    expect(outcome).toMatchObject({ kind: 'channel-unavailable', platformCode: '190', isRetryable: false });
    expect(await scene.stored()).toMatchObject([{ status: 'PENDING', vanishedAt: null }]);
  });
});
