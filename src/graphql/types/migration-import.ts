import { IMPORT_STATUSES } from '../../core/model/migration.ts';
import type { MigrationImportView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { enumOf } from './enums.ts';

export const ImportStatusEnum = enumOf('MigrationImportStatus', 'How far a file is.', IMPORT_STATUSES, {
  QUEUED: 'It waits.',
  CHECKING: 'It is read as a whole; nothing is written yet.',
  RUNNING: 'Its rows are taken in, batch by batch.',
  DONE: 'All rows were looked at.',
  FAILED: 'The file as a whole can not be read.',
});

export const MigrationImportType = builder.objectRef<MigrationImportView>('MigrationImport');
export const importConnection = connectionOf(MigrationImportType, 'MigrationImport');
builder.node(MigrationImportType, {
  id: { resolve: ({ id }) => id },
  description: 'A file of readers on its way in.',
  fields: (t) => ({
    status: t.expose('status', { type: ImportStatusEnum, description: 'How far it is.' }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why the whole file was refused; null otherwise.',
    }),
    encoding: t.exposeString('encoding', { nullable: true, description: 'As declared or found.' }),
    rowCount: t.exposeInt('rowCount', { nullable: true, description: 'Null: not counted yet.' }),
    rowsRead: t.exposeInt('rowsRead', {
      description: 'Up to which row it was taken in; the header is row 1.',
    }),
    added: t.exposeInt('added', { description: 'Who became a reader.' }),
    known: t.exposeInt('known', { description: 'Who was one already.' }),
    passedOver: t.exposeInt('passedOver', {
      description:
        'Of those added: who had refused or taken back the consent here, so that the list does not speak for them.',
    }),
    failed: t.exposeInt('failed', { description: 'Rows that brought nobody.' }),
    errorsUrl: t.string({
      description: 'Those rows with their numbers and reasons, as CSV; asked for with the same key.',
      resolve: ({ id }, _arguments, { services }) =>
        `${services.baseUrl()}/migration-imports/${id}/errors.csv`,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it came.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null: not finished.',
    }),
  }),
});
