import { createTopic, type TopicCreated } from '../../core/consent/create-topic.ts';
import { type ConsentsImported, importConsents } from '../../core/consent/import-consents.ts';
import { type ConsentRecorded, recordConsent } from '../../core/consent/record-consent.ts';
import { type ConsentRequested, requestConsent } from '../../core/consent/request-consent.ts';
import { sendPreferences } from '../../core/consent/send-preferences.ts';
import { updateTopic } from '../../core/consent/update-topic.ts';
import { type ConsentWithdrawn, withdrawConsent } from '../../core/consent/withdraw-consent.ts';
import { builder } from '../builder.ts';
import { decodeId, encodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { ConsentRecordType, LegalBasisEnum } from '../types/consent.ts';
import { enumOf, PurposeEnum } from '../types/enums.ts';
import { ERROR_MEMBERS, memberOr, PolicyRefusedType } from '../types/errors.ts';
import { MessageType } from '../types/message.ts';
import { TopicType } from '../types/topic.ts';
import { SendMessageResult } from './send.ts';

const GivenConsentEnum = enumOf('GivenConsent', 'How surely a consent was given.', ['GRANTED', 'CONFIRMED'], {
  GRANTED: 'Once. Enough for notifications, not for news and offers.',
  CONFIRMED: 'Confirmed, or proven as well as that.',
});

const TopicSuccess = builder.objectRef<TopicCreated>('TopicSuccess').implement({
  description: 'The topic is there.',
  fields: (t) => ({ topic: t.expose('topic', { type: TopicType, description: 'The topic.' }) }),
});
const TopicResult = builder.unionType('TopicResult', {
  description: 'What became of it.',
  types: [TopicSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('TopicSuccess'),
});
const TopicWordingInput = builder.inputType('TopicWordingInput', {
  description: 'The question of a topic in one language.',
  fields: (t) => ({
    language: t.string({ required: true, description: 'BCP 47.' }),
    wording: t.string({ required: true, description: 'Word for word.' }),
  }),
});
const toWordings = (list: readonly { readonly language: string; readonly wording: string }[]) =>
  Object.fromEntries(list.map(({ language, wording }) => [language, wording]));

const UpdateTopicInput = builder.inputType('UpdateTopicInput', {
  description: 'What is said of a topic from now on; what is absent stays as it is.',
  fields: (t) => ({
    topicId: t.id({ required: true, description: 'Which topic.' }),
    name: t.string({ description: 'Unique in the workspace.' }),
    description: t.string({ description: 'For contacts; null: nothing is said.' }),
    languages: t.stringList({ description: 'BCP 47: what it is published in.' }),
    wording: t.string({ description: 'The exact question.' }),
    wordings: t.field({ type: [TopicWordingInput], description: 'The same by language; all of them anew.' }),
    keywords: t.stringList({ description: 'Whoever writes one of these wants to subscribe; all anew.' }),
    privacyNoticeUrl: t.string({ description: 'What contacts can read beforehand.' }),
    privacyNoticeVersion: t.string({ description: 'Which version of it.' }),
    isArchived: t.boolean({ description: 'True: no longer offered. False: offered again.' }),
  }),
});
const PreferenceMessageInput = builder.inputType('PreferenceMessageInput', {
  description: 'To whom to show what they get.',
  fields: (t) => ({
    identityId: t.id({ required: true, description: 'Whom, and in which channel.' }),
    idempotencyKey: t.string({ required: true, description: 'The same key shows it once.' }),
  }),
});
const CreateTopicInput = builder.inputType('CreateTopicInput', {
  description: 'Something that contacts can agree to.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Unique in the workspace.' }),
    purpose: t.field({ type: PurposeEnum, description: 'Why its messages are sent. Default: NEWSLETTER.' }),
    description: t.string({ description: 'For contacts: what they get, and how often.' }),
    languages: t.stringList({ description: 'BCP 47: what it is published in.' }),
    wording: t.string({ description: 'The exact question. Default: one made of the name.' }),
    wordings: t.field({ type: [TopicWordingInput], description: 'The same by language.' }),
    keywords: t.stringList({
      description: 'Whoever writes one of these and nothing else wants to subscribe.',
    }),
    privacyNoticeUrl: t.string({ description: 'What contacts can read beforehand.' }),
    privacyNoticeVersion: t.string({ description: 'Which version of it.' }),
  }),
});

const ConsentRecordedType = builder.objectRef<ConsentRecorded>('ConsentRecorded').implement({
  description: 'It stands in the ledger.',
  fields: (t) => ({ record: t.expose('record', { type: ConsentRecordType, description: 'The entry.' }) }),
});
const RecordConsentResult = builder.unionType('RecordConsentResult', {
  description: 'What became of it.',
  types: [ConsentRecordedType, ...ERROR_MEMBERS],
  resolveType: memberOr('ConsentRecorded'),
});
const RecordConsentInput = builder.inputType('RecordConsentInput', {
  description: 'A consent that was given, with proof: `messageId` or `evidence`.',
  fields: (t) => ({
    identityId: t.id({ required: true, description: 'Who, and in which channel.' }),
    topicId: t.id({ description: 'To what. Default: to the purpose as a whole.' }),
    purpose: t.field({ type: PurposeEnum, description: 'Without a topic: for what. Default: NEWSLETTER.' }),
    consent: t.field({ type: GivenConsentEnum, description: 'Default: CONFIRMED.' }),
    legalBasis: t.field({ type: LegalBasisEnum, description: 'Default: CONSENT.' }),
    messageId: t.id({ description: 'The contact’s message that says so.' }),
    evidence: t.string({ description: 'Where other proof lies: a form’s log, a signed paper.' }),
    wording: t.string({ description: 'What the contact was shown. Default: the topic’s.' }),
    privacyNoticeUrl: t.string({ description: 'Default: the topic’s.' }),
    privacyNoticeVersion: t.string({ description: 'Default: the topic’s.' }),
    occurredAt: t.field({ type: 'DateTime', description: 'Default: the message’s time, else now.' }),
  }),
});

const ConsentWithdrawnType = builder.objectRef<ConsentWithdrawn>('ConsentWithdrawn').implement({
  description: 'It is taken back.',
  fields: (t) => ({
    records: t.field({
      type: [ConsentRecordType],
      description: 'The entries that say so; empty when nothing stood.',
      resolve: ({ records }) => [...records],
    }),
  }),
});
const WithdrawConsentResult = builder.unionType('WithdrawConsentResult', {
  description: 'What became of it.',
  types: [ConsentWithdrawnType, ...ERROR_MEMBERS],
  resolveType: memberOr('ConsentWithdrawn'),
});
const WithdrawConsentInput = builder.inputType('WithdrawConsentInput', {
  description: 'What a contact takes back.',
  fields: (t) => ({
    identityId: t.id({ required: true, description: 'Who, and in which channel.' }),
    topicId: t.id({ description: 'What. Default: everything, and no news or offers any more.' }),
    evidence: t.string({ description: 'How we know.' }),
  }),
});

const ConsentRequestedType = builder.objectRef<ConsentRequested>('ConsentRequested').implement({
  description: 'The contact is being asked.',
  fields: (t) => ({
    record: t.expose('record', { type: ConsentRecordType, description: 'The entry.' }),
    question: t.expose('message', { type: MessageType, description: 'The question, on its way.' }),
  }),
});
const RequestConsentResult = builder.unionType('RequestConsentResult', {
  description: 'What became of it.',
  types: [ConsentRequestedType, PolicyRefusedType, ...ERROR_MEMBERS],
  resolveType: memberOr('ConsentRequested'),
});
const RequestConsentInput = builder.inputType('RequestConsentInput', {
  description: 'Ask a contact to confirm, in the conversation itself.',
  fields: (t) => ({
    identityId: t.id({ required: true, description: 'Whom, and in which channel.' }),
    topicId: t.id({ required: true, description: 'What about.' }),
    idempotencyKey: t.string({ required: true, description: 'The same key asks once.' }),
  }),
});

const ConsentsImportedType = builder.objectRef<ConsentsImported>('ConsentsImported').implement({
  description: 'They stand in the ledger.',
  fields: (t) => ({
    records: t.field({
      type: [ConsentRecordType],
      description: 'One entry for each.',
      resolve: ({ records }) => [...records],
    }),
    passedOverIdentityIds: t.field({
      type: ['ID'],
      description:
        'Who refused, took back or confirmed this here themselves: the list does not speak for them.',
      resolve: ({ passedOver }) => passedOver.map((id) => encodeId('Identity', id)),
    }),
  }),
});
const ImportConsentsResult = builder.unionType('ImportConsentsResult', {
  description: 'What became of it.',
  types: [ConsentsImportedType, ...ERROR_MEMBERS],
  resolveType: memberOr('ConsentsImported'),
});
const ImportedConsentInput = builder.inputType('ImportedConsentInput', {
  description: 'One consent of a list.',
  fields: (t) => ({
    identityId: t.id({ required: true, description: 'Who, and in which channel.' }),
    occurredAt: t.field({ type: 'DateTime', required: true, description: 'When it was given.' }),
    evidence: t.string({ description: 'Of this one alone.' }),
    wording: t.string({ description: 'What this one was shown, where it was in other words.' }),
  }),
});
const ImportConsentsInput = builder.inputType('ImportConsentsInput', {
  description: 'Consents that were given in another system. All are taken, or none.',
  fields: (t) => ({
    topicId: t.id({ required: true, description: 'To what.' }),
    legalBasis: t.field({ type: LegalBasisEnum, required: true, description: 'On what they rest.' }),
    evidence: t.string({ required: true, description: 'Where the proof of all of them lies.' }),
    wording: t.string({ description: 'What they were shown there, word for word. Default: nobody knows.' }),
    privacyNoticeUrl: t.string({ description: 'What they could read there. Default: nobody knows.' }),
    privacyNoticeVersion: t.string({ description: 'Which version of it.' }),
    consents: t.field({ type: [ImportedConsentInput], required: true, description: 'At most 500.' }),
  }),
});

builder.mutationFields((t) => ({
  createTopic: t.field({
    type: TopicResult,
    description: 'Makes something that contacts can agree to. Needs the role ADMIN.',
    args: { input: t.arg({ type: CreateTopicInput, required: true, description: 'The topic.' }) },
    resolve: (_root, { input }, context) =>
      createTopic(context.services.core, workspaceViewer(context), {
        name: input.name,
        purpose: input.purpose ?? 'NEWSLETTER',
        wording: input.wording ?? null,
        description: input.description ?? null,
        languages: input.languages ?? [],
        wordings: toWordings(input.wordings ?? []),
        keywords: input.keywords ?? [],
        privacyNoticeUrl: input.privacyNoticeUrl ?? null,
        privacyNoticeVersion: input.privacyNoticeVersion ?? null,
      }),
  }),
  updateTopic: t.field({
    type: TopicResult,
    description:
      'Changes what is said of a topic; what contacts agreed to before stands as they read it. Needs the role ADMIN.',
    args: { input: t.arg({ type: UpdateTopicInput, required: true, description: 'The change.' }) },
    resolve: async (_root, { input }, context) => {
      const { name, description, languages, wording, wordings, keywords } = input;
      const { privacyNoticeUrl, privacyNoticeVersion, isArchived } = input;
      const outcome = await updateTopic(context.services.core, workspaceViewer(context), {
        topicId: decodeId('Topic', input.topicId),
        change: {
          ...(name != null && { name }),
          ...(description !== undefined && { description }),
          ...(languages != null && { languages }),
          ...(wording != null && { wording }),
          ...(wordings != null && { wordings: toWordings(wordings) }),
          ...(keywords != null && { keywords }),
          ...(privacyNoticeUrl !== undefined && { privacyNoticeUrl }),
          ...(privacyNoticeVersion !== undefined && { privacyNoticeVersion }),
        },
        ...(isArchived != null && { isArchived }),
      });
      return outcome.kind === 'changed' ? { kind: 'created' as const, topic: outcome.topic } : outcome;
    },
  }),
  sendPreferenceMessage: t.field({
    type: SendMessageResult,
    description: 'Shows a contact what they are subscribed to, each with a button to leave it.',
    args: { input: t.arg({ type: PreferenceMessageInput, required: true, description: 'To whom.' }) },
    resolve: (_root, { input }, context) =>
      sendPreferences(context.services.core, workspaceViewer(context), {
        identityId: decodeId('Identity', input.identityId),
        idempotencyKey: input.idempotencyKey,
      }),
  }),
  recordConsent: t.field({
    type: RecordConsentResult,
    description: 'Puts on record that a contact agreed, with proof.',
    args: { input: t.arg({ type: RecordConsentInput, required: true, description: 'The consent.' }) },
    resolve: (_root, { input }, context) =>
      recordConsent(context.services.core, workspaceViewer(context), {
        identityId: decodeId('Identity', input.identityId),
        topicId: input.topicId == null ? null : decodeId('Topic', input.topicId),
        purpose: input.purpose ?? 'NEWSLETTER',
        action: input.consent ?? 'CONFIRMED',
        legalBasis: input.legalBasis ?? 'CONSENT',
        messageId: input.messageId == null ? null : decodeId('Message', input.messageId),
        evidence: input.evidence ?? null,
        wording: input.wording ?? null,
        privacyNoticeUrl: input.privacyNoticeUrl ?? null,
        privacyNoticeVersion: input.privacyNoticeVersion ?? null,
        occurredAt: input.occurredAt ?? null,
      }),
  }),
  withdrawConsent: t.field({
    type: WithdrawConsentResult,
    description: 'Takes consents back, at once and for what already waits in the queue.',
    args: { input: t.arg({ type: WithdrawConsentInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      withdrawConsent(context.services.core, workspaceViewer(context), {
        identityId: decodeId('Identity', input.identityId),
        topicId: input.topicId == null ? null : decodeId('Topic', input.topicId),
        evidence: input.evidence ?? null,
      }),
  }),
  requestConsent: t.field({
    type: RequestConsentResult,
    description:
      'Asks a contact to confirm with a button or a word: the first half of a double opt-in. Whoever has confirmed in their own words is not asked again: `Conflict`.',
    args: { input: t.arg({ type: RequestConsentInput, required: true, description: 'Whom and what.' }) },
    resolve: (_root, { input }, context) =>
      requestConsent(context.services.core, workspaceViewer(context), {
        identityId: decodeId('Identity', input.identityId),
        topicId: decodeId('Topic', input.topicId),
        idempotencyKey: input.idempotencyKey,
      }),
  }),
  importConsents: t.field({
    type: ImportConsentsResult,
    description: 'Takes over consents that were given elsewhere. Needs the role ADMIN.',
    args: { input: t.arg({ type: ImportConsentsInput, required: true, description: 'The list.' }) },
    resolve: (_root, { input }, context) =>
      importConsents(context.services.core, workspaceViewer(context), {
        topicId: decodeId('Topic', input.topicId),
        legalBasis: input.legalBasis,
        evidence: input.evidence,
        wording: input.wording ?? null,
        privacyNoticeUrl: input.privacyNoticeUrl ?? null,
        privacyNoticeVersion: input.privacyNoticeVersion ?? null,
        consents: input.consents.map(({ identityId, occurredAt, evidence, wording }) => ({
          identityId: decodeId('Identity', identityId),
          occurredAt,
          evidence: evidence ?? null,
          wording: wording ?? null,
        })),
      }),
  }),
}));
