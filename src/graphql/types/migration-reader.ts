import QRCode from 'qrcode';
import type { PersonalLink } from '../../core/migration/personal-links.ts';
import { type ReaderWay, waysTo } from '../../core/migration/reader-ways.ts';
import { INVITATION_WAYS, READER_STATES } from '../../core/model/migration.ts';
import { findReader } from '../../core/store/migration-readers.ts';
import type { MigrationLinkView, MigrationReaderView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { enumOf } from './enums.ts';
import { IdentityType } from './identity.ts';
import { PolicyDecisionType } from './policy.ts';
import { ChannelAccountType, existing } from './workspace.ts';

export const ReaderStateEnum = enumOf(
  'MigrationReaderState',
  'How far a reader is: exactly one of these.',
  READER_STATES,
  {
    IMPORTED: 'On the list, and not invited by us.',
    INVITED: 'Was sent the personal link.',
    OPENED: 'Looked at the page behind it.',
    ARRIVED: 'Opened a chat on another channel, and has been asked there.',
    CONFIRMED: 'Reads there from now on.',
    DECLINED: 'Said no, or took the consent back.',
    FAILED: 'The invitation could not be delivered.',
    LAPSED: 'The deadline passed before they moved.',
  },
);
export const InvitationWayEnum = enumOf('InvitationWay', 'How a reader can be invited.', INVITATION_WAYS, {
  ANSWER: 'By a message, while the window after their own is open.',
  TEMPLATE: 'By a text that the platform approved.',
  POST: 'By what is printed, mailed or posted elsewhere: personal link, QR code, keyword.',
});
const ReaderWayType = builder.objectRef<ReaderWay>('MigrationReaderWay').implement({
  description: 'One way to invite a reader.',
  fields: (t) => ({
    way: t.expose('way', { type: InvitationWayEnum, description: 'Which.' }),
    isOpen: t.exposeBoolean('isOpen', { description: 'Whether it would be allowed now.' }),
    reason: t.exposeString('reason', { description: 'Why, or why not.' }),
    decision: t.field({
      type: PolicyDecisionType,
      nullable: true,
      description: 'What policy says; null where we send nothing.',
      resolve: ({ decision }) => decision,
    }),
  }),
});

export const MigrationLinkType = builder.objectRef<MigrationLinkView>('MigrationLink');
builder.node(MigrationLinkType, {
  id: { resolve: ({ id }) => id },
  description: 'A personal link of one reader. Its token is kept nowhere.',
  fields: (t) => ({
    channelAccount: t.field({
      type: ChannelAccountType,
      nullable: true,
      description: 'Where it leads; null: to the landing page.',
      resolve: ({ channelAccountId }, _arguments, { reads }) =>
        channelAccountId === null ? null : reads.channelAccount(channelAccountId),
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends.' }),
    usedAt: t.expose('usedAt', { type: 'DateTime', nullable: true, description: 'Null: not used.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'Null: not revoked.' }),
    openCount: t.exposeInt('openCount', { description: 'How often people looked at the page.' }),
  }),
});

export const PersonalLinkType = builder.objectRef<PersonalLink>('PersonalLink').implement({
  description: 'A link as it can be handed out.',
  fields: (t) => ({
    link: t.field({
      type: MigrationLinkType,
      description: 'What we keep of it.',
      resolve: ({ link }) => link,
    }),
    url: t.exposeString('url', { description: 'The address. Whoever has it can use it, once.' }),
    qrSvg: t.string({
      description: 'The address as a QR code, as SVG.',
      resolve: ({ url }) => QRCode.toString(url, { type: 'svg' }),
    }),
    qrPng: t.string({
      description: 'The same as PNG of 600 pixels, in base64.',
      resolve: async ({ url }) => (await QRCode.toBuffer(url, { width: 600 })).toString('base64'),
    }),
  }),
});

export const MigrationReaderType = builder.objectRef<MigrationReaderView>('MigrationReader');
export const readerConnection = connectionOf(MigrationReaderType, 'MigrationReader');
builder.node(MigrationReaderType, {
  id: { resolve: ({ id }) => id },
  description: 'One reader of an audience that moves.',
  fields: (t) => ({
    identity: t.field({
      type: IdentityType,
      description: 'Where they read until now.',
      resolve: async ({ identityId }, _arguments, { reads }) =>
        existing(await reads.identity(identityId), 'identity'),
    }),
    confirmedIdentity: t.field({
      type: IdentityType,
      nullable: true,
      description: 'Where they read from now on; null: not moved.',
      resolve: ({ confirmedIdentityId }, _arguments, { reads }) =>
        confirmedIdentityId === null ? null : reads.identity(confirmedIdentityId),
    }),
    language: t.exposeString('language', { nullable: true, description: 'BCP 47; null: unknown.' }),
    state: t.expose('state', { type: ReaderStateEnum, description: 'How far they are.' }),
    stateAt: t.expose('stateAt', { type: 'DateTime', description: 'Since when.' }),
    channel: t.exposeString('channel', { nullable: true, description: 'Where they arrived; null: nowhere.' }),
    invitedAt: t.expose('invitedAt', { type: 'DateTime', nullable: true, description: 'Null: not yet.' }),
    invitedBy: t.expose('invitedBy', {
      type: InvitationWayEnum,
      nullable: true,
      description: 'How; null: not yet.',
    }),
    reminderCount: t.exposeInt('reminderCount', { description: 'How often they were reminded.' }),
    failure: t.exposeString('failure', { nullable: true, description: 'Why the invitation failed.' }),
    ways: t.field({
      type: [ReaderWayType],
      description: 'Which ways to invite them are open now, and why.',
      resolve: async ({ id, workspaceId }, _arguments, { services: { core } }) => {
        const known = await findReader(core.db, workspaceId, id);
        const [ways = []] = known === null ? [] : await waysTo(core, [known], core.clock.now());
        return [...ways];
      },
    }),
  }),
});
