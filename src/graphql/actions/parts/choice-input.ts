import type { ChoiceOption, ChoicePart, PlatformForm } from '../../../core/model/part.ts';
import { builder } from '../../builder.ts';
import { ChoiceStyleEnum, FormKindEnum, SharedFactEnum } from '../../types/enums.ts';
import { given } from './given.ts';
import { MediaSourceInput, toMediaSource } from './media-input.ts';

const TimeSlotInput = builder.inputType('TimeSlotInput', {
  description: 'An appointment to choose.',
  fields: (t) => ({
    startsAt: t.field({ type: 'DateTime', required: true, description: 'When it begins.' }),
    durationMinutes: t.int({ required: true, description: 'How long it takes.' }),
  }),
});

const FormFieldInput = builder.inputType('FormFieldInput', {
  description: 'A field of a form, filled in beforehand.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Of the field.' }),
    value: t.string({ required: true, description: 'What stands there.' }),
  }),
});

const PlatformFormInput = builder.inputType('PlatformFormInput', {
  description:
    'Something that the platform itself shows: a form (WhatsApp flows, Apple forms), a sign-in, a payment, an app. What comes of it is a FormReplyPart, SignInReplyPart or PaymentReplyPart.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'As the platform knows it, where it keeps forms.' }),
    kind: t.field({ type: FormKindEnum, description: 'Default: FORM.' }),
    definition: t.field({
      type: 'JSONObject',
      description:
        'Where forms travel with their message: its pages or terms, in the platform’s own words (Apple: the `data` of a form, the `oauth2` of a sign-in, the `payment` of a request; `appId`, `appName`, `appIcon` and `URL` of an app, whose query is made of `values` when there is no `URL`).',
    }),
    token: t.string({ description: 'Comes back with the answer. Default: the message’s own id.' }),
    screen: t.string({ description: 'Where to begin. Default: where the form says.' }),
    values: t.field({ type: [FormFieldInput], description: 'Filled in beforehand.' }),
  }),
});

export const ChoiceOptionInput = builder.inputType('ChoiceOptionInput', {
  description:
    'One thing to tap: an answer (`payload`), a link (`url`), a form (`form`, with a `url` for channels without), or something to share (`shares`).',
  fields: (t) => ({
    title: t.string({ required: true, description: 'What the contact sees.' }),
    payload: t.string({ description: 'Comes back when it is tapped. Default: the title.' }),
    url: t.string({ description: 'What it opens.' }),
    form: t.field({ type: PlatformFormInput, description: 'What it opens instead, where the platform can.' }),
    shares: t.field({ type: SharedFactEnum, description: 'What a tap lets the contact share.' }),
    description: t.string({ description: 'Of an answer: a second line, where lists show one.' }),
    section: t.string({ description: 'Of an answer: those with the same section stand together.' }),
    image: t.field({
      type: MediaSourceInput,
      description: 'Of an answer: a small picture, where shown.',
    }),
    slot: t.field({
      type: TimeSlotInput,
      description:
        'Of an answer: an appointment. Where all answers have one, platforms with calendars show it.',
    }),
  }),
});

export const ChoicePartInput = builder.inputType('ChoicePartInput', {
  description: 'A question with answers to tap.',
  fields: (t) => ({
    style: t.field({ type: ChoiceStyleEnum, description: 'Default: BUTTONS.' }),
    text: t.string({ required: true, description: 'The question.' }),
    header: t.string({ description: 'Above the question.' }),
    footer: t.string({ description: 'Below the question.' }),
    listLabel: t.string({ description: 'With LIST: what the button says that opens it.' }),
    allowsMultipleAnswers: t.boolean({
      description: 'With LIST: more than one may be chosen, where the platform can. Default: false.',
    }),
    options: t.field({ type: [ChoiceOptionInput], required: true, description: 'In order.' }),
  }),
});

export function toChoicePart(input: typeof ChoicePartInput.$inferInput): ChoicePart {
  const { style, text, header, footer, listLabel, allowsMultipleAnswers, options } = input;
  return {
    type: 'choice',
    style: style ?? 'buttons',
    text,
    ...given({ header, footer, listLabel, allowsMultipleAnswers }),
    options: options.map(toOption),
  };
}

export function toOption(input: typeof ChoiceOptionInput.$inferInput): ChoiceOption {
  const { title, payload, url, form, shares, description, section, image, slot } = input;
  if (shares != null) return { action: shares === 'phone' ? 'share-phone' : 'share-location', title };
  if (form != null) return { action: 'open-url', title, url: url ?? '', form: toForm(form) };
  if (url != null) return { action: 'open-url', title, url };
  return {
    action: 'reply',
    title,
    payload: payload ?? title,
    ...given({ description, section, image: image && toMediaSource(image), slot: slot && toSlot(slot) }),
  };
}

const toSlot = ({ startsAt, durationMinutes }: typeof TimeSlotInput.$inferInput) => ({
  startsAt: startsAt.toISOString(),
  durationMs: durationMinutes * 60_000,
});

function toForm({
  id,
  kind,
  definition,
  token,
  screen,
  values,
}: typeof PlatformFormInput.$inferInput): PlatformForm {
  const filled = values && Object.fromEntries(values.map(({ name, value }) => [name, value]));
  return { id, ...given({ kind, definition, token, screen, values: filled }) };
}
