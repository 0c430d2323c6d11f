import type { IdentityView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { ContactType } from './contact.ts';
import { IdentityKindEnum, ReachabilityEnum, ThreadControlEnum } from './enums.ts';
import { ChannelAccountType, existing } from './workspace.ts';

export const IdentityType = builder.objectRef<IdentityView>('Identity');

builder.node(IdentityType, {
  id: { resolve: ({ id }) => id },
  description: 'How one contact is known to one channel account.',
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The platform's id; opaque." }),
    kind: t.expose('kind', { type: IdentityKindEnum, description: 'A person or a group.' }),
    displayName: t.exposeString('displayName', {
      nullable: true,
      description: 'As the platform shows it; untrusted.',
    }),
    avatarUrl: t.string({
      nullable: true,
      description: 'Serves their picture for about an hour, to whoever holds it; null: none is known.',
      resolve: ({ avatarMediaId }, _arguments, { reads, services }) =>
        avatarMediaId === null ? null : services.mediaUrl(reads.workspaceId, avatarMediaId),
    }),
    username: t.exposeString('username', { nullable: true, description: 'The public handle; may change.' }),
    reachability: t.expose('reachability', {
      type: ReachabilityEnum,
      description: 'Whether the platform lets us write.',
    }),
    threadControl: t.expose('threadControl', {
      type: ThreadControlEnum,
      nullable: true,
      description: 'Which program of the business answers here; null: the platform has not said.',
    }),
    lastInboundAt: t.expose('lastInboundAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the contact last wrote here.',
    }),
    promotionalOptOutAt: t.expose('promotionalOptOutAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the contact refused newsletters and marketing here; null: never.',
    }),
    channelAccount: t.field({
      type: ChannelAccountType,
      description: 'The account that knows them.',
      resolve: async ({ channelAccountId }, _arguments, { reads }) =>
        existing(await reads.channelAccount(channelAccountId), 'channel account'),
    }),
    contact: t.field({
      type: ContactType,
      description: 'Who it is.',
      resolve: async ({ contactId }, _arguments, { reads }) =>
        existing(await reads.contact(contactId), 'contact'),
    }),
  }),
});
