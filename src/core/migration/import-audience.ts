import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { LegalBasis } from '../model/consent.ts';
import type { MediaId, MigrationId, MigrationImportId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { addKnownReaders } from '../store/audience-rows.ts';
import { findMedia } from '../store/media.ts';
import { insertImport } from '../store/migration-imports.ts';
import { findLiveAccounts, findMigration } from '../store/migrations.ts';
import { newId } from '../store/new-id.ts';
import type { Migration, MigrationImport } from '../store/rows.ts';
import { migrationChanged } from './migration-events.ts';
import { FILE_ENCODINGS, type FileEncoding } from './read-file.ts';

const MAX_EVIDENCE = 2_000;
const KNOWN_BATCH = 5_000;

export interface AudienceFile {
  readonly migrationId: MigrationId;
  /** The uploaded file. */
  readonly mediaId: MediaId;
  readonly legalBasis: LegalBasis;
  /** Where the proof of all of them lies; a row may name its own. */
  readonly evidence: string;
  /** Null: found from the file itself. */
  readonly encoding: string | null;
}

export interface ImportQueued {
  readonly kind: 'queued';
  readonly migrationImport: MigrationImport;
}

/**
 * Takes a file of readers in hand. It is read in the background: first all of it, so that a file that can not be read
 * leaves nothing behind; then in batches, each whole or not at all.
 */
export async function importMigrationAudience(
  core: Core,
  viewer: WorkspaceViewer,
  input: AudienceFile,
): Promise<ImportQueued | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const { workspaceId } = viewer;
  const evidence = storableText(input.evidence).trim();
  if (evidence === '' || evidence.length > MAX_EVIDENCE) {
    return validationFailed('Say where the proof of their consent lies.', ['evidence']);
  }
  if (input.encoding !== null && !isEncoding(input.encoding)) {
    return validationFailed(`An encoding is one of ${FILE_ENCODINGS.join(', ')}.`, ['encoding']);
  }
  const migration = await findMigration(core.db, workspaceId, input.migrationId);
  if (migration === null) return notFound('migration', ['migrationId']);
  if (migration.status === 'ENDED') return conflict('The migration has ended.', ['migrationId']);
  const [account] = await findLiveAccounts(core.db, workspaceId, [migration.sourceAccountId]);
  if (account === undefined || core.channels.find(account.channel)?.readAddress === undefined) {
    return validationFailed(
      'Nobody can be named from outside on the channel that they leave: add known readers.',
      ['migrationId'],
    );
  }
  const file = await findMedia(core.db, workspaceId, input.mediaId);
  if (file === null || file.status !== 'STORED') return notFound('media', ['mediaId']);
  const migrationImport = await insertImport(core.db, {
    id: newId<MigrationImportId>(),
    workspaceId,
    migrationId: migration.id,
    mediaId: file.id,
    encoding: input.encoding,
    status: 'QUEUED',
    legalBasis: input.legalBasis,
    evidence,
    recordedBy: viewer.id,
    createdAt: core.clock.now(),
  });
  return { kind: 'queued', migrationImport };
}

export interface ReadersAdded {
  readonly kind: 'added';
  readonly migration: Migration;
  readonly count: number;
}

/** Makes readers of everybody whose consent to the topic stands through the account that is left. */
export async function addSubscribers(
  core: Core,
  viewer: WorkspaceViewer,
  migrationId: MigrationId,
): Promise<ReadersAdded | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const { workspaceId } = viewer;
  const migration = await findMigration(core.db, workspaceId, migrationId);
  if (migration === null) return notFound('migration', ['migrationId']);
  if (migration.status === 'ENDED') return conflict('The migration has ended.', ['migrationId']);
  let count = 0;
  for (;;) {
    const added = await commit(core, workspaceId, async (queries) => {
      const now = core.clock.now();
      const { sourceAccountId: channelAccountId, topicId } = migration;
      const target = { workspaceId, channelAccountId, migrationId, topicId, now };
      const result = await addKnownReaders(queries, target, KNOWN_BATCH);
      return { result, events: result === 0 ? [] : [migrationChanged(migration, now)] };
    });
    count += added;
    if (added < KNOWN_BATCH) return { kind: 'added', migration, count };
  }
}

export const isEncoding = (text: string): text is FileEncoding =>
  FILE_ENCODINGS.some((encoding) => encoding === text);
