import type { ChannelCapabilities, ChoiceLimits, MediaLimits } from '../../core/channel/index.ts';
import type { MediaId } from '../../core/model/ids.ts';
import {
  type ChoiceOption,
  type ChoicePart,
  FORMATTING_STYLES,
  type FormattingStyle,
  MEDIA_KINDS,
  type MediaKind,
  type MediaPart,
  PART_TYPES,
  type Part,
  type PartType,
  type TextPart,
} from '../../core/model/part.ts';
import type { Subject } from './check.ts';

export interface Sample {
  readonly name: string;
  readonly part: Part;
}

/** Every kind of part in the forms that matter, within the limits that the channel declares. */
export function sampleParts({ definition, fixtures }: Subject): readonly Sample[] {
  const { capabilities } = definition;
  return PART_TYPES.flatMap((type): readonly Sample[] => {
    const own = fixtures.samples?.[type];
    return own === undefined ? generated(type, capabilities) : [{ name: type, part: own }];
  });
}

function generated(type: PartType, capabilities: ChannelCapabilities): readonly Sample[] {
  switch (type) {
    case 'text':
      return [
        { name: 'text', part: { type, text: 'Is it <b>ready</b> & "paid"? Grüße 👋🏽' } },
        ...FORMATTING_STYLES.map((style) => ({ name: `text: ${style}`, part: formattedText(style) })),
      ];
    case 'media':
      return MEDIA_KINDS.flatMap((kind) => mediaSamples(kind, capabilities.media[kind]));
    case 'choice':
      return choiceSamples(capabilities.choice);
    default:
      return [{ name: type, part: PLAIN[type] }];
  }
}

export function formattedText(style: FormattingStyle): TextPart {
  const url = style === 'link' ? { url: 'https://shop.example/orders' } : {};
  return { type: 'text', text: 'Ready to collect', formatting: [{ style, offset: 0, length: 5, ...url }] };
}

/** From each place that the channel takes files of the kind from. A kind that it lacks is tried by address. */
function mediaSamples(kind: MediaKind, limits: MediaLimits | undefined): readonly Sample[] {
  const takesUploads = limits !== undefined && limits.maxUploadBytes > 0;
  const takesUrls = limits === undefined || limits.maxUrlBytes !== null || !takesUploads;
  return [
    ...(takesUploads ? [{ name: `media: ${kind}, uploaded`, part: storedMedia(kind, limits) }] : []),
    ...(takesUrls ? [{ name: `media: ${kind}, by address`, part: linkedMedia(kind, limits) }] : []),
  ];
}

export function storedMedia(kind: MediaKind, limits: MediaLimits | undefined): MediaPart {
  const mediaId = '0198f000-0000-7000-8000-00000000000a' as MediaId;
  return { ...mediaFacts(kind, limits), source: { from: 'store', mediaId } };
}

export function linkedMedia(kind: MediaKind, limits: MediaLimits | undefined): MediaPart {
  const facts = mediaFacts(kind, limits);
  return { ...facts, source: { from: 'url', url: `https://files.example/${facts.fileName}` } };
}

function mediaFacts(kind: MediaKind, limits: MediaLimits | undefined) {
  const [mimeType, extension] = TYPICAL_FILE[kind];
  const isTaken = limits === undefined || limits.mimeTypes.some((pattern) => fits(mimeType, pattern));
  const taken = isTaken ? mimeType : (limits?.mimeTypes[0] ?? mimeType);
  return {
    type: 'media' as const,
    kind,
    mimeType: taken,
    fileName: `sample.${isTaken ? extension : (taken.split('/')[1] ?? extension)}`,
    sizeBytes: 1_000,
  };
}

const fits = (mimeType: string, pattern: string): boolean =>
  pattern === '*' || pattern === '*/*' || pattern === mimeType || pattern === `${mimeType.split('/')[0]}/*`;

const TYPICAL_FILE: Readonly<Record<MediaKind, readonly [mimeType: string, extension: string]>> = {
  image: ['image/jpeg', 'jpg'],
  audio: ['audio/mpeg', 'mp3'],
  voice: ['audio/ogg', 'ogg'],
  video: ['video/mp4', 'mp4'],
  'video-note': ['video/mp4', 'mp4'],
  animation: ['image/gif', 'gif'],
  file: ['application/pdf', 'pdf'],
  sticker: ['image/webp', 'webp'],
};

export function choiceOf(style: ChoicePart['style'], options: readonly ChoiceOption[]): ChoicePart {
  const listLabel = style === 'list' ? { listLabel: 'Choose' } : {};
  return { type: 'choice', style, text: 'Shall we deliver it?', options, ...listLabel };
}

export const reply = (title: string, payload = title.toLowerCase()): ChoiceOption => ({
  action: 'reply',
  title,
  payload,
});

/** An option of every action. */
export const OPTION_OF: Readonly<Record<ChoiceOption['action'], ChoiceOption>> = {
  reply: reply('Yes'),
  'open-url': { action: 'open-url', title: 'Open', url: 'https://shop.example/orders' },
  'share-phone': { action: 'share-phone', title: 'My number' },
  'share-location': { action: 'share-location', title: 'My place' },
};

export const CHOICE_STYLES = ['buttons', 'list', 'quick-replies'] as const;

function choiceSamples(limits: ChoiceLimits | null): readonly Sample[] {
  const actions = limits?.actions ?? ['reply', 'open-url'];
  return [
    ...CHOICE_STYLES.map((style) => ({
      name: `choice: ${style}`,
      part: choiceOf(style, [reply('Yes'), reply('No')]),
    })),
    ...actions.flatMap((action) =>
      CHOICE_STYLES.map((style) => ({
        name: `choice: ${style}, ${action}`,
        part: choiceOf(style, [OPTION_OF[action]]),
      })),
    ),
  ];
}

const PLAIN: Readonly<Record<Exclude<PartType, 'text' | 'media' | 'choice'>, Part>> = {
  location: {
    type: 'location',
    latitude: 48.2083,
    longitude: 16.3731,
    name: 'Stephansplatz',
    address: 'Stephansplatz 1, Wien',
  },
  'contact-card': {
    type: 'contact-card',
    contacts: [
      { name: 'Eve Moser', firstName: 'Eve', lastName: 'Moser', phones: ['+431234567'], emails: [] },
    ],
  },
  card: {
    type: 'card',
    cards: [
      {
        title: 'Blue jacket',
        subtitle: 'Size M',
        image: { from: 'url', url: 'https://files.example/jacket.jpg' },
        options: [{ action: 'open-url', title: 'Look', url: 'https://shop.example/jacket' }],
      },
    ],
  },
  template: { type: 'template', name: 'order_ready', language: 'en', variables: { '1': 'Ada' } },
  poll: { type: 'poll', question: 'Tea or coffee?', options: ['Tea', 'Coffee'] },
  dice: { type: 'dice', emoji: '🎲', value: null },
  'choice-reply': { type: 'choice-reply', payload: 'yes', title: 'Yes' },
  'form-reply': { type: 'form-reply', name: 'Address', values: { city: 'Wien' } },
  unsupported: { type: 'unsupported', label: 'a story' },
};
