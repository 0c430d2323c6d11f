import type { EventDraft } from '../store/event-log.ts';
import type { Migration, MigrationReader } from '../store/rows.ts';

/** What the workspace's readers hear of a migration as a whole. */
export const migrationChanged = (
  { id, status }: Pick<Migration, 'id' | 'status'>,
  occurredAt: Date,
): EventDraft => ({
  type: 'MIGRATION_CHANGED',
  subject: {},
  occurredAt,
  detail: { migrationId: id, status },
});

/** And of one reader on the way. */
export const readerChanged = (
  reader: Pick<MigrationReader, 'id' | 'migrationId' | 'identityId' | 'state' | 'channel'>,
  occurredAt: Date,
): EventDraft => ({
  type: 'MIGRATION_READER_CHANGED',
  subject: { identityId: reader.identityId },
  occurredAt,
  detail: {
    migrationId: reader.migrationId,
    readerId: reader.id,
    state: reader.state,
    channel: reader.channel,
  },
});
