import type { CampaignRecipientView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { RecipientStateEnum } from './campaign-report.ts';
import { ContactType } from './contact.ts';
import { IdentityType } from './identity.ts';
import { MessageType } from './message.ts';
import { PolicyDecisionType } from './policy.ts';
import { existing } from './workspace.ts';

export const CampaignRecipientType = builder.objectRef<CampaignRecipientView>('CampaignRecipient');
export const recipientConnection = connectionOf(CampaignRecipientType, 'CampaignRecipient');

builder.node(CampaignRecipientType, {
  id: { resolve: ({ id }) => id },
  description: 'One person of a campaign.',
  fields: (t) => ({
    contact: t.field({
      type: ContactType,
      description: 'Who.',
      resolve: async ({ contactId }, _arguments, { reads }) =>
        existing(await reads.contact(contactId), 'contact'),
    }),
    identity: t.field({
      type: IdentityType,
      nullable: true,
      description: 'Where it goes; null: they are known to none of the accounts.',
      resolve: ({ identityId }, _arguments, { reads }) =>
        identityId === null ? null : reads.identity(identityId),
    }),
    state: t.field({
      type: RecipientStateEnum,
      description: 'What became of them.',
      resolve: async ({ id }, _arguments, { reads }) => existing(await reads.standing(id), 'recipient').state,
    }),
    message: t.field({
      type: MessageType,
      nullable: true,
      description: 'What they got, with its receipts and failure; null: nothing was made for them.',
      resolve: ({ messageId }, _arguments, { reads }) =>
        messageId === null ? null : reads.message(messageId),
    }),
    decision: t.field({
      type: PolicyDecisionType,
      nullable: true,
      description: 'What policy said; null before it was asked.',
      resolve: async ({ decision, messageId }, _arguments, { reads }) =>
        decision ?? (messageId === null ? null : ((await reads.message(messageId))?.decision ?? null)),
    }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why they can not be reached, or wait; null: nothing stands against it.',
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: 'Not before then.' }),
    hasAnswered: t.boolean({
      description: 'Wrote back within 7 days, and not only to leave.',
      resolve: async ({ id }, _arguments, { reads }) =>
        existing(await reads.standing(id), 'recipient').hasAnswered,
    }),
    hasWithdrawn: t.boolean({
      description: 'Left within 7 days.',
      resolve: async ({ id }, _arguments, { reads }) =>
        existing(await reads.standing(id), 'recipient').hasWithdrawn,
    }),
  }),
});
