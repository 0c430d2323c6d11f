import type { Remedy, RemedyKind } from '../../core/model/policy.ts';
import { builder } from '../builder.ts';
import { encodeId } from '../ids.ts';
import { PurposeEnum } from './enums.ts';

type RemedyOf<Kind extends RemedyKind> = Extract<Remedy, { readonly kind: Kind }>;

const TYPE_NAMES: Readonly<Record<RemedyKind, string>> = {
  'use-template': 'UseTemplate',
  'wait-until': 'WaitUntil',
  'wait-for-contact': 'WaitForContact',
  'ask-for-consent': 'AskForConsent',
  'move-audience': 'MoveAudience',
  'use-identity': 'UseIdentity',
  'hand-to-person': 'HandToPerson',
  'register-opt-in': 'RegisterOptIn',
  'enable-account-setting': 'EnableAccountSetting',
};

export const RemedyInterface = builder.interfaceRef<Remedy>('Remedy').implement({
  description: 'What would take an objection away.',
  resolveType: ({ kind }) => TYPE_NAMES[kind],
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'Which remedy, as a word: `use-template`, `wait-until`, …' }),
    description: t.exposeString('description', { description: 'For a person: what to do.' }),
  }),
});

const remedy = <Kind extends RemedyKind>(kind: Kind) => builder.objectRef<RemedyOf<Kind>>(TYPE_NAMES[kind]);

const TemplateNameType = builder
  .objectRef<{ readonly name: string; readonly language: string }>('TemplateName')
  .implement({
    description: 'What identifies a template of an account.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'As the platform knows it.' }),
      language: t.exposeString('language', { description: "The platform's spelling, such as `de`." }),
    }),
  });

remedy('use-template').implement({
  description: 'Send a text that the platform approved.',
  interfaces: [RemedyInterface],
  fields: (t) => ({
    templates: t.field({
      type: [TemplateNameType],
      description: 'Those that suit the purpose, as far as they are known here.',
      resolve: ({ templates }) => [...templates],
    }),
  }),
});

remedy('wait-until').implement({
  description: 'Send the same later.',
  interfaces: [RemedyInterface],
  fields: (t) => ({
    at: t.field({
      type: 'DateTime',
      description: 'The first instant at which this objection is gone.',
      resolve: ({ at }) => new Date(at),
    }),
  }),
});

remedy('wait-for-contact').implement({
  description: 'The contact has to write first.',
  interfaces: [RemedyInterface],
  fields: (t) => ({
    links: t.field({
      type: ['String'],
      description: 'Open a chat with this account; empty where the channel has no links.',
      resolve: ({ links }) => [...links],
    }),
  }),
});

remedy('ask-for-consent').implement({
  description: 'Ask the contact to agree, and wait for the answer: see `requestConsent`.',
  interfaces: [RemedyInterface],
  fields: (t) => ({
    topicId: t.id({
      nullable: true,
      description: 'To this topic; null: to the purpose as a whole.',
      resolve: ({ topicId }) => (topicId === null ? null : encodeId('Topic', topicId)),
    }),
    topicName: t.exposeString('topicName', { nullable: true, description: 'What the topic is called.' }),
    purpose: t.expose('purpose', { type: PurposeEnum, description: 'For what.' }),
    links: t.field({
      type: ['String'],
      description: 'Open a chat in which to ask; empty where the channel has no links.',
      resolve: ({ links }) => [...links],
    }),
  }),
});

remedy('move-audience').implement({
  description:
    'Move the readers of the topic to channels where it may be sent to whoever confirms it there: see `createMigration`.',
  interfaces: [RemedyInterface],
  fields: (t) => ({
    // Of the type that it has in AskForConsent, so that a client may ask for both at once.
    topicId: t.id({
      nullable: true,
      description: 'Whose readers; never null.',
      resolve: ({ topicId }) => encodeId('Topic', topicId),
    }),
    topicName: t.exposeString('topicName', {
      nullable: true,
      description: 'What the topic is called; never null.',
    }),
    channels: t.field({
      type: ['String'],
      description: 'Names of the channels; an account of one of them is what readers can be moved to.',
      resolve: ({ channels }) => [...channels],
    }),
  }),
});

remedy('use-identity').implement({
  description: 'The same contact may be written to elsewhere.',
  interfaces: [RemedyInterface],
  fields: (t) => ({
    identityId: t.id({
      description: 'Where.',
      resolve: ({ identityId }) => encodeId('Identity', identityId),
    }),
    channel: t.exposeString('channel', { description: 'On which channel that is.' }),
  }),
});

remedy('hand-to-person').implement({
  description: 'A person may write what a program may not.',
  interfaces: [RemedyInterface],
});

remedy('register-opt-in').implement({
  description: 'Put on record how and when the contact agreed: see `recordConsent`.',
  interfaces: [RemedyInterface],
  fields: (t) => ({
    purpose: t.expose('purpose', { type: PurposeEnum, description: 'For what.' }),
  }),
});

remedy('enable-account-setting').implement({
  description: 'Turn on a setting of the channel account, if it is true of the account.',
  interfaces: [RemedyInterface],
  fields: (t) => ({
    setting: t.exposeString('setting', { description: 'As the channel declares it.' }),
  }),
});
