import { expect, it } from 'vitest';
import { describeOnServer } from '../../support/describe-on-every-engine.ts';
import { createFaultRun } from '../../support/fault-run.ts';
import { startOwnPostgres } from '../../support/own-servers.ts';
import { isClean } from './move-audit.ts';
import { soakMove } from './move-soak.ts';

// The server is started by the run itself; the given one only says that this machine has one.
describeOnServer('a small move', () => {
  it('leaves every reader in one state, and brings the next issue once to whoever moved and to nobody else, though the gateway is killed', async ({
    task,
  }) => {
    const { seed } = createFaultRun(task.name);
    const postgres = await startOwnPostgres();
    try {
      const report = await soakMove({
        seed,
        readers: 24,
        kills: 2,
        crowd: 12,
        databaseUrl: postgres.url,
        say: () => {},
      });

      expect(isClean(report), JSON.stringify(report, null, 2)).toBe(true);
    } finally {
      await postgres.dispose();
    }
  });
});
