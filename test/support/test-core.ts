import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGuardedFetch } from '../../src/channels/shared/guarded-fetch.ts';
import { createWorkspace, type WorkspaceCreated } from '../../src/core/access/create-workspace.ts';
import { type ChannelDefinition, createChannelRegistry } from '../../src/core/channel/index.ts';
import { createWake } from '../../src/core/events/create-wake.ts';
import type { Core } from '../../src/core/inbox/core.ts';
import { createOpenAccount } from '../../src/core/inbox/open-account.ts';
import { createContentStore } from '../../src/core/media/content-store.ts';
import type { WorkspaceViewer } from '../../src/core/model/viewer.ts';
import type { MemberRole } from '../../src/core/model/words.ts';
import type { Database } from '../../src/core/store/database.ts';
import { createVault } from '../../src/core/store/vault.ts';
import { exampleChannel } from './example-channel.ts';
import { createMovableClock, type MovableClock } from './movable-clock.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';
import type { TestDatabase } from './test-database.ts';

export interface TestCore extends Core {
  readonly db: TestDatabase;
  readonly clock: MovableClock;
  readonly log: RecordingLog;
}

export interface TestCoreOptions {
  readonly db: TestDatabase;
  /** Absent: the example channel alone. */
  readonly channels?: readonly ChannelDefinition[];
  /** Two cores on one database are two processes; they share a secret and, where a test moves it, a clock. */
  readonly clock?: MovableClock;
  readonly secret?: string;
  readonly publicUrl?: string | null;
}

/** Everything that use cases stand on, real but for time and the log. Wake-ups stay within the core. */
export function createTestCore({ db, ...options }: TestCoreOptions): TestCore {
  const clock = options.clock ?? createMovableClock();
  const log = createRecordingLog();
  const channels = createChannelRegistry(options.channels ?? [exampleChannel]);
  const vault = createVault(db, options.secret ?? 'the secret of a test instance');
  const contentStore = createContentStore(join(tmpdir(), 'confab-test-media'));
  return {
    db,
    clock,
    log,
    movesClocks: true,
    channels,
    vault,
    wake: createWake(withoutNotifications(db), null, log),
    tokenKey: new Uint8Array(32).fill(7),
    linkKey: new Uint8Array(32).fill(8),
    joinUrl: (token) => `https://gateway.example/join/${token}`,
    publicUrl: options.publicUrl === undefined ? 'https://gateway.example' : options.publicUrl,
    lastingMediaUrl:
      options.publicUrl === null ? null : async ({ id }) => `https://gateway.example/media/${id}/file.png`,
    openAccount: createOpenAccount({
      db,
      clock,
      channels,
      vault,
      contentStore,
      fetch: createGuardedFetch({ allowPrivateAddresses: true }),
    }),
  };
}

function withoutNotifications(db: TestDatabase): Database {
  return {
    engine: db.engine,
    orm: db.orm,
    run: db.run,
    transaction: db.transaction,
    place: db.place,
    ping: db.ping,
    close: db.close,
  };
}

export interface TestWorkspace extends WorkspaceCreated {
  /** The holder of the first key. */
  readonly owner: WorkspaceViewer;
}

export async function createTestWorkspace(core: TestCore, name = 'Acme'): Promise<TestWorkspace> {
  const created = await createWorkspace(core, { name });
  if (created.kind !== 'created') throw new Error(created.message);
  const { workspace, apiKey } = created;
  return {
    ...created,
    owner: { kind: 'api-key', workspaceId: workspace.id, id: apiKey.id, name: apiKey.name, role: 'OWNER' },
  };
}

/** The same caller with less, or more, rights. */
export function withRole(viewer: WorkspaceViewer, role: MemberRole): WorkspaceViewer {
  return { ...viewer, role };
}
