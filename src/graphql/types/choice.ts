import type { ChoiceOption, ChoicePart, PlatformForm, TimeSlot } from '../../core/model/part.ts';
import { builder } from '../builder.ts';
import { ChoiceStyleEnum, FormKindEnum } from './enums.ts';

export const TimeSlotType = builder.objectRef<TimeSlot>('TimeSlot').implement({
  description: 'An appointment.',
  fields: (t) => ({
    startsAt: t.field({
      type: 'DateTime',
      description: 'When it begins.',
      resolve: ({ startsAt }) => new Date(startsAt),
    }),
    durationMinutes: t.int({
      description: 'How long it takes.',
      resolve: ({ durationMs }) => Math.round(durationMs / 60_000),
    }),
  }),
});

const PlatformFormType = builder.objectRef<PlatformForm>('PlatformForm').implement({
  description: 'Something that the platform itself shows.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'As the platform knows it.' }),
    kind: t.field({
      type: FormKindEnum,
      description: 'What it is.',
      resolve: ({ kind }) => kind ?? ('form' as const),
    }),
    definition: t.field({
      type: 'JSONObject',
      nullable: true,
      description: 'Its pages or terms, in the platform’s own words; null: the platform keeps it.',
      resolve: ({ definition }) => definition ?? null,
    }),
    screen: t.string({
      nullable: true,
      description: 'Where it begins; null: where it says itself.',
      resolve: ({ screen }) => screen ?? null,
    }),
  }),
});

/** What only answers have; null for other actions. */
const ofReply =
  <Value>(read: (option: Extract<ChoiceOption, { action: 'reply' }>) => Value | undefined) =>
  (option: ChoiceOption): Value | null =>
    option.action === 'reply' ? (read(option) ?? null) : null;

export const ChoiceOptionType = builder.objectRef<ChoiceOption>('ChoiceOption').implement({
  description: 'One thing to tap.',
  fields: (t) => ({
    action: t.exposeString('action', { description: 'reply, open-url, share-phone or share-location.' }),
    title: t.exposeString('title', { description: 'What the contact sees.' }),
    payload: t.string({
      nullable: true,
      description: 'Comes back in the reply; null for other actions.',
      resolve: ofReply(({ payload }) => payload),
    }),
    description: t.string({
      nullable: true,
      description: 'A second line; null: there is none.',
      resolve: ofReply(({ description }) => description),
    }),
    section: t.string({
      nullable: true,
      description: 'Options with the same section stand together; null: there is none.',
      resolve: ofReply(({ section }) => section),
    }),
    slot: t.field({
      type: TimeSlotType,
      nullable: true,
      description: 'The appointment that it stands for; null: none.',
      resolve: ofReply(({ slot }) => slot),
    }),
    url: t.string({
      nullable: true,
      description: 'What open-url opens.',
      resolve: (option) => (option.action === 'open-url' ? option.url : null),
    }),
    form: t.field({
      type: PlatformFormType,
      nullable: true,
      description: 'What open-url opens instead, where the platform can; null: only the url.',
      resolve: (option) => (option.action === 'open-url' ? (option.form ?? null) : null),
    }),
  }),
});

export const ChoicePartType = builder.objectRef<ChoicePart>('ChoicePart').implement({
  description: 'A question with answers to tap.',
  fields: (t) => ({
    style: t.expose('style', { type: ChoiceStyleEnum, description: 'How the options are shown.' }),
    text: t.exposeString('text', { description: 'The question.' }),
    header: t.string({
      nullable: true,
      description: 'Above the question; null: nothing.',
      resolve: ({ header }) => header ?? null,
    }),
    footer: t.string({
      nullable: true,
      description: 'Below the question; null: nothing.',
      resolve: ({ footer }) => footer ?? null,
    }),
    listLabel: t.string({
      nullable: true,
      description: 'What the button says that opens a list; null: the channel’s own.',
      resolve: ({ listLabel }) => listLabel ?? null,
    }),
    allowsMultipleAnswers: t.boolean({
      description: 'More than one may be chosen, where the platform can.',
      resolve: ({ allowsMultipleAnswers }) => allowsMultipleAnswers ?? false,
    }),
    options: t.field({
      type: [ChoiceOptionType],
      description: 'In order.',
      resolve: ({ options }) => [...options],
    }),
  }),
});
