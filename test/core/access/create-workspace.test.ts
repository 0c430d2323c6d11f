import { expect, it } from 'vitest';
import { createWorkspace } from '../../../src/core/access/create-workspace.ts';
import { inboxes, workspaceCounters } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createTestCore } from '../../support/test-core.ts';

describeOnEveryEngine('creating a workspace', (open) => {
  it('makes a tenant that can receive at once: counters, a default inbox and an owner key', async () => {
    const core = createTestCore({ db: await open() });

    const created = await createWorkspace(core, { name: '  Acme  ' });

    expect(created).toMatchObject({
      kind: 'created',
      workspace: { name: 'Acme', createdAt: core.clock.now() },
      apiKey: { role: 'OWNER' },
      secret: expect.stringMatching(/^cfb_/u),
    });
    expect(await core.db.orm.select().from(inboxes)).toMatchObject([{ isDefault: true }]);
    expect(await core.db.orm.select().from(workspaceCounters)).toMatchObject([
      { lastEventNumber: 0, oldestEventNumber: 1, lastCaseNumber: 0 },
    ]);
  });

  it.each(['', '   ', 'x'.repeat(201)])('refuses the name %j and writes nothing', async (name) => {
    const core = createTestCore({ db: await open() });

    const outcome = await createWorkspace(core, { name });

    expect(outcome).toMatchObject({ kind: 'validation-failed', path: ['name'] });
    expect(await core.db.orm.select().from(inboxes)).toEqual([]);
  });

  it('takes a name that PostgreSQL can not hold, with the unstorable replaced visibly', async () => {
    const core = createTestCore({ db: await open() });

    const created = await createWorkspace(core, { name: 'A\u0000B\ud800' });

    expect(created).toMatchObject({ kind: 'created', workspace: { name: 'A\ufffdB\ufffd' } });
  });
});
