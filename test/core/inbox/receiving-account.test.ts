import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createReceivingAccounts } from '../../../src/core/inbox/receiving-account.ts';
import { channelAccounts } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createReceivingScene } from './receiving-scene.ts';

describeOnEveryEngine('the account that a webhook is for', (open) => {
  async function scene() {
    const { core, account } = await createReceivingScene(await open());
    let opened = 0;
    let gate = Promise.resolve();
    const vault: typeof core.vault = {
      ...core.vault,
      open: async (...sealed) => {
        opened += 1;
        await gate;
        return core.vault.open(...sealed);
      },
    };
    return {
      core,
      account,
      accounts: createReceivingAccounts({ ...core, vault }),
      opened: () => opened,
      close: (until: Promise<void>) => {
        gate = until;
      },
    };
  }

  it('is read once for however many webhooks ask at the same time', async () => {
    const { account, accounts, opened } = await scene();

    const found = await Promise.all(Array.from({ length: 100 }, () => accounts.find(account.id)));

    expect(new Set(found.map((one) => one?.id))).toEqual(new Set([account.id]));
    expect(opened()).toBe(1);
  });

  it('is not remembered as it was before a change that came while it was read', async () => {
    const { core, account, accounts, opened, close } = await scene();
    let goOn = () => {};
    close(
      new Promise((resolve) => {
        goOn = resolve;
      }),
    );
    const before = accounts.find(account.id);
    await expect.poll(opened).toBe(1);
    close(Promise.resolve());
    await core.db.orm
      .update(channelAccounts)
      .set({ name: 'As it is now' })
      .where(eq(channelAccounts.id, account.id));

    core.wake.accountChanged(account.id);
    const after = await accounts.find(account.id);
    goOn();
    await before;

    expect(after?.name).toBe('As it is now');
    expect((await accounts.find(account.id))?.name).toBe('As it is now');
  });
});
