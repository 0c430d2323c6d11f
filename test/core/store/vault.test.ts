import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { channelAccounts } from '../../../src/core/store/tables/index.ts';
import { UnusableStore } from '../../../src/core/store/unusable-store.ts';
import { createVault } from '../../../src/core/store/vault.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createTestCore, createTestWorkspace } from '../../support/test-core.ts';
import { connectTestAccount } from '../../support/workspace.ts';

const SECRET = 'the secret of the vault tests, long enough';
const TOKEN = '123456:a-token-that-nobody-may-read';

describeOnEveryEngine('the vault', (open) => {
  const scene = async () => {
    const core = createTestCore({ db: await open(), secret: SECRET });
    const { owner, workspace } = await createTestWorkspace(core);
    const { id } = await connectTestAccount(core, owner, {
      channel: 'example',
      credentials: { token: TOKEN },
    });
    const [row] = await core.db.orm.select().from(channelAccounts).where(eq(channelAccounts.id, id));
    if (row === undefined) throw new Error('The account was not stored.');
    return { core, workspaceId: workspace.id, boundTo: `channel_accounts:${id}`, row };
  };

  it('stores credentials so that no piece of them can be read in the row', async () => {
    const { row } = await scene();

    const everything = JSON.stringify(row) + Buffer.from(row.sealedCredentials).toString('latin1');

    expect(everything).not.toContain(TOKEN);
    expect(everything).not.toContain('token-that');
    expect(everything).not.toContain(Buffer.from(TOKEN).toString('base64').slice(0, 16));
  });

  it('opens them for the row that they were sealed for, also after a restart', async () => {
    const { core, workspaceId, boundTo, row } = await scene();

    const restarted = createVault(core.db, SECRET);

    expect(await restarted.open(workspaceId, boundTo, row.sealedCredentials)).toBe(`{"token":"${TOKEN}"}`);
  });

  it('seals the same words differently each time', async () => {
    const { core, workspaceId, boundTo } = await scene();

    const [one, other] = [
      await core.vault.seal(workspaceId, boundTo, 'same'),
      await core.vault.seal(workspaceId, boundTo, 'same'),
    ];

    expect(Buffer.from(one)).not.toEqual(Buffer.from(other));
  });

  it('does not open what was moved to another row or another workspace', async () => {
    const { core, workspaceId, boundTo, row } = await scene();
    const other = await createTestWorkspace(core, 'Other');

    await expect(
      core.vault.open(workspaceId, 'channel_accounts:other', row.sealedCredentials),
    ).rejects.toThrow();
    await expect(core.vault.open(other.workspace.id, boundTo, row.sealedCredentials)).rejects.toThrow();
  });

  it('does not open what was changed, whichever byte it was', async () => {
    const { core, workspaceId, boundTo, row } = await scene();

    for (const index of row.sealedCredentials.keys()) {
      const changed = Uint8Array.from(row.sealedCredentials);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expect(core.vault.open(workspaceId, boundTo, changed), `byte ${index}`).rejects.toThrow();
    }
  });

  it('tells a wrong CONFAB_SECRET from a damaged row, at the start and when asked to open', async () => {
    const { core, workspaceId, boundTo, row } = await scene();
    const foreign = createVault(core.db, 'another secret, as long as the first one');

    await expect(foreign.checkSecret()).rejects.toThrow(UnusableStore);
    await expect(foreign.open(workspaceId, boundTo, row.sealedCredentials)).rejects.toThrow(
      'CONFAB_SECRET is not the one that this database was encrypted with.',
    );
    await expect(createVault(core.db, SECRET).checkSecret()).resolves.toBeUndefined();
  });

  it('takes any secret while there is nothing to open yet', async () => {
    await expect(createVault(await open(), 'whichever').checkSecret()).resolves.toBeUndefined();
  });
});
