import { createMigration, type MigrationDone } from '../../core/migration/create-migration.ts';
import {
  addSubscribers,
  type ImportQueued,
  importMigrationAudience,
  type ReadersAdded,
} from '../../core/migration/import-audience.ts';
import {
  createMigrationLinks,
  type LinkRevoked,
  type LinksMade,
  revokeMigrationLink,
} from '../../core/migration/personal-links.ts';
import { pauseMigration, remindMigration, startMigration } from '../../core/migration/run-migration.ts';
import { builder } from '../builder.ts';
import { decodeId, encodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { LegalBasisEnum } from '../types/consent.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { MigrationType } from '../types/migration.ts';
import { MigrationImportType } from '../types/migration-import.ts';
import { MigrationLinkType, MigrationReaderType, PersonalLinkType } from '../types/migration-reader.ts';
import { existing } from '../types/workspace.ts';

const HOUR_MS = 3_600_000;

const MigrationDoneType = builder.objectRef<MigrationDone>('MigrationSuccess').implement({
  description: 'It is done.',
  fields: (t) => ({
    migration: t.expose('migration', { type: MigrationType, description: 'As it stands now.' }),
  }),
});
const MigrationResult = builder.unionType('MigrationResult', {
  description: 'What became of it.',
  types: [MigrationDoneType, ...ERROR_MEMBERS],
  resolveType: memberOr('MigrationSuccess'),
});

const InvitationTextInput = builder.inputType('InvitationTextInput', {
  description: 'The invitation in one language.',
  fields: (t) => ({
    language: t.string({ required: true, description: 'BCP 47, such as "de".' }),
    text: t.string({
      required: true,
      description: 'The words, with `{link}` where the personal link shall stand, and `{name}`.',
    }),
  }),
});
const TemplateVariableInput = builder.inputType('InvitationVariableInput', {
  description: 'What one variable of a template becomes.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name, or its position such as "1".' }),
    value: t.string({ required: true, description: 'With `{link}` and `{name}` in it.' }),
  }),
});
const InvitationTemplateInput = builder.inputType('InvitationTemplateInput', {
  description: 'An approved text that invites, for readers whose window has closed.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name at the platform.' }),
    language: t.string({ required: true, description: 'Its language at the platform.' }),
    variables: t.field({ type: [TemplateVariableInput], required: true, description: 'Its variables.' }),
  }),
});
const CreateMigrationInput = builder.inputType('CreateMigrationInput', {
  description: 'The plan of a move.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What people call it.' }),
    sourceAccountId: t.id({ required: true, description: 'Which account is left.' }),
    targetAccountIds: t.idList({
      required: true,
      description: 'Where readers may move: 1 to 10, in the order in which the page offers them.',
    }),
    topicId: t.id({ required: true, description: 'Which subscription moves.' }),
    invitations: t.field({
      type: [InvitationTextInput],
      required: true,
      description: 'What readers are told, by language; `en` or the first one serves the others.',
    }),
    templates: t.field({ type: [InvitationTemplateInput], description: 'Default: none.' }),
    maxReminders: t.int({ description: '0 to 3; default 1.' }),
    reminderIntervalHours: t.int({ description: 'At least 24; default 72.' }),
    deadlineAt: t.field({ type: 'DateTime', required: true, description: 'When links end, within a year.' }),
  }),
});
const MigrationIdInput = builder.inputType('MigrationIdInput', {
  description: 'Which migration.',
  fields: (t) => ({ migrationId: t.id({ required: true, description: 'Its id.' }) }),
});

const ImportQueuedType = builder.objectRef<ImportQueued>('MigrationImportQueued').implement({
  description: 'The file is being read.',
  fields: (t) => ({
    migrationImport: t.expose('migrationImport', {
      type: MigrationImportType,
      description: 'How far it is: ask for it again by its id.',
    }),
  }),
});
const ImportResult = builder.unionType('ImportMigrationAudienceResult', {
  description: 'What became of it.',
  types: [ImportQueuedType, ...ERROR_MEMBERS],
  resolveType: memberOr('MigrationImportQueued'),
});
const ImportInput = builder.inputType('ImportMigrationAudienceInput', {
  description:
    'A CSV file of readers, uploaded to /media: a column "number" or "bsuid", and any of name, language, time_zone, consented_at, consent_evidence; other columns become attributes.',
  fields: (t) => ({
    migrationId: t.id({ required: true, description: 'Of which migration.' }),
    mediaId: t.id({ required: true, description: 'The uploaded file.' }),
    legalBasis: t.field({
      type: LegalBasisEnum,
      description: 'On what the consents rest. Default: CONSENT.',
    }),
    evidence: t.string({ required: true, description: 'Where the proof of all of them lies.' }),
    encoding: t.string({
      description:
        'utf-8, utf-16le, utf-16be or windows-1252. Default: found from the file, UTF-8 without a mark.',
    }),
  }),
});
const ReadersAddedType = builder.objectRef<ReadersAdded>('MigrationReadersAdded').implement({
  description: 'They are readers of the migration.',
  fields: (t) => ({
    migration: t.expose('migration', { type: MigrationType, description: 'Of which one.' }),
    count: t.exposeInt('count', { description: 'How many were added.' }),
  }),
});
const ReadersAddedResult = builder.unionType('AddMigrationSubscribersResult', {
  description: 'What became of it.',
  types: [ReadersAddedType, ...ERROR_MEMBERS],
  resolveType: memberOr('MigrationReadersAdded'),
});

type ReaderLinks = LinksMade['readers'][number];
const ReaderLinksType = builder.objectRef<ReaderLinks>('MigrationReaderLinks').implement({
  description: 'The links of one reader.',
  fields: (t) => ({
    reader: t.field({
      type: MigrationReaderType,
      description: 'Whose they are.',
      resolve: async ({ readerId }, _arguments, { reads }) =>
        existing(await reads.migrationReader(readerId), 'reader'),
    }),
    links: t.field({
      type: [PersonalLinkType],
      description: 'The landing page first, then straight into each account.',
      resolve: ({ links }) => [...links],
    }),
  }),
});
const LinksMadeType = builder.objectRef<LinksMade>('MigrationLinksMade').implement({
  description: 'They can be handed out.',
  fields: (t) => ({
    readers: t.field({
      type: [ReaderLinksType],
      description: 'One entry for each reader.',
      resolve: ({ readers }) => [...readers],
    }),
    nextReaderId: t.id({
      nullable: true,
      description: 'Give it to `afterReaderId` for the next ones; null: these were the last.',
      resolve: ({ next }) => (next === null ? null : encodeId('MigrationReader', next)),
    }),
  }),
});
const LinksResult = builder.unionType('CreateMigrationLinksResult', {
  description: 'What became of it.',
  types: [LinksMadeType, ...ERROR_MEMBERS],
  resolveType: memberOr('MigrationLinksMade'),
});
const LinksInput = builder.inputType('CreateMigrationLinksInput', {
  description: 'Whose links.',
  fields: (t) => ({
    migrationId: t.id({ required: true, description: 'Of which migration.' }),
    readerId: t.id({ description: 'Of this reader alone. Default: of a page of them.' }),
    afterReaderId: t.id({ description: 'Behind this reader.' }),
    first: t.int({ description: 'Of how many readers: 1 to 500, default 100.' }),
    isRenewed: t.boolean({ description: 'True: links that stand end, and new ones take their place.' }),
  }),
});
const LinkRevokedType = builder.objectRef<LinkRevoked>('MigrationLinkRevoked').implement({
  description: 'It leads nowhere any more.',
  fields: (t) => ({ link: t.expose('link', { type: MigrationLinkType, description: 'The link.' }) }),
});
const RevokeResult = builder.unionType('RevokeMigrationLinkResult', {
  description: 'What became of it.',
  types: [LinkRevokedType, ...ERROR_MEMBERS],
  resolveType: memberOr('MigrationLinkRevoked'),
});
const RevokeInput = builder.inputType('RevokeMigrationLinkInput', {
  description: 'Which link.',
  fields: (t) => ({ linkId: t.id({ required: true, description: 'Its id.' }) }),
});

builder.mutationFields((t) => ({
  createMigration: t.field({
    type: MigrationResult,
    description: 'Makes the plan of a move. Nobody is told before it is started. Needs the role ADMIN.',
    args: { input: t.arg({ type: CreateMigrationInput, required: true, description: 'The plan.' }) },
    resolve: (_root, { input }, context) =>
      createMigration(context.services.core, workspaceViewer(context), {
        name: input.name,
        sourceAccountId: decodeId('ChannelAccount', input.sourceAccountId),
        targetAccountIds: input.targetAccountIds.map((id) => decodeId('ChannelAccount', id)),
        topicId: decodeId('Topic', input.topicId),
        wording: {
          texts: Object.fromEntries(
            input.invitations.map(({ language, text }) => [language.toLowerCase(), text]),
          ),
          templates: (input.templates ?? []).map(({ name, language, variables }) => ({
            name,
            language,
            variables: Object.fromEntries(variables.map((variable) => [variable.name, variable.value])),
          })),
        },
        reminders: {
          max: input.maxReminders ?? 1,
          intervalMs: (input.reminderIntervalHours ?? 72) * HOUR_MS,
        },
        deadlineAt: input.deadlineAt,
      }),
  }),
  importMigrationAudience: t.field({
    type: ImportResult,
    description:
      'Reads a file of readers in, in the background. Sending it again makes no doubles. Needs the role ADMIN.',
    args: { input: t.arg({ type: ImportInput, required: true, description: 'The file.' }) },
    resolve: (_root, { input }, context) =>
      importMigrationAudience(context.services.core, workspaceViewer(context), {
        migrationId: decodeId('Migration', input.migrationId),
        mediaId: decodeId('Media', input.mediaId),
        legalBasis: input.legalBasis ?? 'CONSENT',
        evidence: input.evidence,
        encoding: input.encoding ?? null,
      }),
  }),
  addMigrationSubscribers: t.field({
    type: ReadersAddedResult,
    description:
      'Makes readers of everybody whose consent to the topic stands through the account that is left. Needs the role ADMIN.',
    args: { input: t.arg({ type: MigrationIdInput, required: true, description: 'Of which migration.' }) },
    resolve: (_root, { input }, context) =>
      addSubscribers(
        context.services.core,
        workspaceViewer(context),
        decodeId('Migration', input.migrationId),
      ),
  }),
  startMigration: t.field({
    type: MigrationResult,
    description: 'Begins to invite, or goes on. Needs the role ADMIN.',
    args: { input: t.arg({ type: MigrationIdInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      startMigration(
        context.services.core,
        workspaceViewer(context),
        decodeId('Migration', input.migrationId),
      ),
  }),
  remindMigration: t.field({
    type: MigrationResult,
    description:
      'Everybody who has not moved is to be reminded once, as far as policy and the migration’s own terms allow. Needs the role ADMIN.',
    args: { input: t.arg({ type: MigrationIdInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      remindMigration(
        context.services.core,
        workspaceViewer(context),
        decodeId('Migration', input.migrationId),
      ),
  }),
  pauseMigration: t.field({
    type: MigrationResult,
    description: 'Writes to nobody any more; whoever comes by a link is welcome. Needs the role ADMIN.',
    args: { input: t.arg({ type: MigrationIdInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      pauseMigration(
        context.services.core,
        workspaceViewer(context),
        decodeId('Migration', input.migrationId),
      ),
  }),
  createMigrationLinks: t.field({
    type: LinksResult,
    description: 'The personal links of readers, to be printed, mailed or posted. Needs the role ADMIN.',
    args: { input: t.arg({ type: LinksInput, required: true, description: 'Whose.' }) },
    resolve: (_root, { input }, context) =>
      createMigrationLinks(context.services.core, workspaceViewer(context), {
        migrationId: decodeId('Migration', input.migrationId),
        readerId: input.readerId == null ? null : decodeId('MigrationReader', input.readerId),
        after: input.afterReaderId == null ? null : decodeId('MigrationReader', input.afterReaderId),
        limit: input.first ?? 100,
        isRenewed: input.isRenewed ?? false,
      }),
  }),
  revokeMigrationLink: t.field({
    type: RevokeResult,
    description: 'Ends one personal link. Needs the role ADMIN.',
    args: { input: t.arg({ type: RevokeInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      revokeMigrationLink(
        context.services.core,
        workspaceViewer(context),
        decodeId('MigrationLink', input.linkId),
      ),
  }),
}));
