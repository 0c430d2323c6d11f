import {
  CONSENT_ACTIONS,
  CONSENT_METHODS,
  LEGAL_BASES,
  SUBSCRIPTION_STATES,
} from '../../core/model/consent.ts';
import { consentsOfContact, newestConsents } from '../../core/store/reads/consent-records.ts';
import type { ConsentRecordView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { ContactType } from './contact.ts';
import { enumOf, PurposeEnum } from './enums.ts';
import { IdentityType } from './identity.ts';
import { MessageType } from './message.ts';
import { TopicType } from './topic.ts';
import { existing, WorkspaceType } from './workspace.ts';

export const SubscriptionStateEnum = enumOf(
  'SubscriptionState',
  'Where a consent stands.',
  SUBSCRIPTION_STATES,
  {
    REQUESTED: 'Asked; no answer yet.',
    GRANTED: 'Given once, not confirmed.',
    CONFIRMED: 'Given, and confirmed or proven otherwise.',
    WITHDRAWN: 'Refused or taken back.',
    EXPIRED: 'Asked, and not answered in time.',
  },
);
export const ConsentActionEnum = enumOf('ConsentAction', 'What an entry says happened.', CONSENT_ACTIONS, {
  REQUESTED: 'The contact was asked.',
  GRANTED: 'The contact agreed once.',
  CONFIRMED: 'The contact confirmed, or it is proven otherwise.',
  DECLINED: 'The contact was asked and said no.',
  WITHDRAWN: 'The contact took it back.',
});
export const ConsentMethodEnum = enumOf('ConsentMethod', 'How an entry came about.', CONSENT_METHODS, {
  DOUBLE_OPT_IN: 'By a question in the conversation.',
  WORD: 'The contact wrote it.',
  BUTTON: 'The contact tapped it.',
  PLATFORM: 'The contact told the platform.',
  BLOCK: 'The contact blocked the account.',
  RECORDED: 'A colleague or program wrote it down.',
  IMPORT: 'Taken over from another system.',
});
export const LegalBasisEnum = enumOf('LegalBasis', 'On what the processing rests.', LEGAL_BASES, {
  CONSENT: 'The contact’s consent.',
  CONTRACT: 'A contract with the contact.',
  LEGITIMATE_INTEREST: 'A legitimate interest.',
  EXISTING_CUSTOMER: 'The exception that some laws make for existing customers.',
});

export const ConsentRecordType = builder.objectRef<ConsentRecordView>('ConsentRecord');
builder.node(ConsentRecordType, {
  id: { resolve: ({ id }) => id },
  description: 'An entry of the ledger. It is never changed, and holds the hash of the one before it.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its place in the workspace’s ledger, from 1.' }),
    action: t.expose('action', { type: ConsentActionEnum, description: 'What happened.' }),
    method: t.expose('method', { type: ConsentMethodEnum, description: 'How.' }),
    legalBasis: t.expose('legalBasis', { type: LegalBasisEnum, description: 'On what it rests.' }),
    topic: t.field({
      type: TopicType,
      nullable: true,
      description: 'To what; null: to the purpose as a whole.',
      resolve: ({ topicId }, _arguments, { reads }) => (topicId === null ? null : reads.topic(topicId)),
    }),
    purpose: t.expose('purpose', { type: PurposeEnum, description: 'For what.' }),
    identity: t.field({
      type: IdentityType,
      description: 'Who, and in which channel.',
      resolve: async ({ identityId }, _arguments, { reads }) =>
        existing(await reads.identity(identityId), 'identity'),
    }),
    channel: t.exposeString('channel', { description: 'The channel that it is for.' }),
    wording: t.exposeString('wording', {
      nullable: true,
      description: 'What the contact was shown, word for word.',
    }),
    privacyNoticeUrl: t.exposeString('privacyNoticeUrl', {
      nullable: true,
      description: 'What the contact could read.',
    }),
    privacyNoticeVersion: t.exposeString('privacyNoticeVersion', {
      nullable: true,
      description: 'Which version.',
    }),
    message: t.field({
      type: MessageType,
      nullable: true,
      description: 'The message that proves it.',
      resolve: ({ messageId }, _arguments, { reads }) =>
        messageId === null ? null : reads.message(messageId),
    }),
    isOwnWord: t.exposeBoolean('isOwnWord', {
      description: 'The contact wrote or tapped it in this very channel.',
    }),
    evidence: t.exposeString('evidence', {
      nullable: true,
      description: 'Where other proof lies; null: nowhere, or erased.',
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When the contact did it.' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it was written down.' }),
    recordedBy: t.exposeString('recordedBy', {
      description: 'The member, key or automation that wrote it down.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Of a question: unanswered from then on; null otherwise.',
    }),
    evidenceDigest: t.exposeString('evidenceDigest', {
      nullable: true,
      description:
        'SHA-256 of the evidence, in hex; stays when the evidence is erased. Null: there was none.',
    }),
    previousHash: t.string({
      description: 'The hash of the entry before it, in hex; zeros before the first.',
      resolve: ({ previousHash }) => Buffer.from(previousHash).toString('hex'),
    }),
    hash: t.string({
      description: 'SHA-256 over the entry and the hash before it, in hex.',
      resolve: ({ hash }) => Buffer.from(hash).toString('hex'),
    }),
  }),
});

const consentRecords = connectionOf(ConsentRecordType, 'ConsentRecord');
builder.objectField(ContactType, 'consentRecords', (t) =>
  t.connection(
    {
      type: ConsentRecordType,
      description:
        'The whole story of this person’s consents, over all channels, newest first: entries under their name, and of identities that are theirs now.',
      resolve: async ({ id }, page, { reads }) =>
        toConnection(await reads.page(newestConsents, [consentsOfContact(id)], toPageRequest(page))),
    },
    consentRecords,
  ),
);
builder.objectField(WorkspaceType, 'consentRecords', (t) =>
  t.connection(
    {
      type: ConsentRecordType,
      description: 'The consent ledger, newest first.',
      resolve: async (_workspace, page, { reads }) =>
        toConnection(await reads.page(newestConsents, [], toPageRequest(page))),
    },
    consentRecords,
  ),
);
