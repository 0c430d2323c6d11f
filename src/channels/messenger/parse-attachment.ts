import { basename } from 'node:path/posix';
import * as z from 'zod';
import type { Card, ChoiceOption, MediaKind, Part, UnsupportedPart } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { label } from '../shared/reading.ts';
import { Fields, Id, Items, optional, Word } from './payload.ts';

const Payload = z.looseObject({
  url: optional(Word),
  title: optional(Word),
  sticker_id: optional(Id),
  coordinates: optional(z.object({ lat: z.number(), long: z.number() })),
  template_type: optional(Word),
  text: optional(Word),
  elements: Items,
  buttons: Items,
  product: optional(z.object({ elements: Items })),
});

const RawAttachment = z.object({
  type: Word,
  payload: optional(Payload),
  /** In older bodies. */
  sticker_id: optional(Id),
  /** Of a shared link and a place these stand beside the payload. */
  title: optional(Word),
  url: optional(Word),
});
export type Attachment = z.infer<typeof RawAttachment>;

interface AttachmentReading {
  readonly parts: readonly Part[];
  readonly unknown: readonly string[];
}

/** Null for what is none. */
export function toAttachment(value: unknown): Attachment | null {
  return RawAttachment.safeParse(value).data ?? null;
}

export function stickerIdOf({ payload, sticker_id }: Attachment): string | undefined {
  return payload?.sticker_id ?? sticker_id;
}

export function unsupported(name: string): UnsupportedPart {
  return { type: 'unsupported', label: name };
}

const MEDIA: ReadonlyMap<string, MediaKind> = new Map([
  ['image', 'image'],
  ['audio', 'audio'],
  ['video', 'video'],
  ['file', 'file'],
  ['sticker', 'sticker'],
]);

/** Things of Facebook and Instagram that were shared; each has an address and often a title. */
const SHARED: ReadonlyMap<string, string> = new Map([
  ['fallback', 'a shared link'],
  ['reel', 'a reel'],
  ['ig_reel', 'a reel on Instagram'],
  ['post', 'a post'],
  ['ig_post', 'a post on Instagram'],
  ['share', 'a shared post'],
  ['story_mention', 'a mention in a story'],
  ['ig_story', 'a story on Instagram'],
]);

/** Those that we can only name; their bodies are kept with the message. */
const NAMED: ReadonlyMap<string, string> = new Map([['appointment_booking', 'a booked appointment']]);

export function readAttachment(attachment: Attachment): AttachmentReading {
  const { type } = attachment;
  const kind = MEDIA.get(type);
  if (kind !== undefined) return known(readMedia(kind, attachment));
  const shared = SHARED.get(type);
  if (shared !== undefined) return known(readShared(shared, attachment));
  if (type === 'location') return known(readLocation(attachment));
  if (type === 'template') return known(readTemplate(attachment));
  const name = NAMED.get(type);
  if (name !== undefined) return known(unsupported(name));
  return { parts: [unsupported('an attachment')], unknown: [label('attachment', type)] };
}

const known = (part: Part): AttachmentReading => ({ parts: [part], unknown: [] });

/** The thumb, in its three sizes. */
const THUMBS: ReadonlySet<string> = new Set(['369239263222822', '369239343222814', '369239383222810']);

/** The address is good for some days only and is never an identity: the file is fetched at once. */
function readMedia(kind: MediaKind, attachment: Attachment): Part {
  const { payload } = attachment;
  const stickerId = stickerIdOf(attachment);
  if (payload?.url === undefined) return unsupported('a file that Messenger did not bring');
  const isSticker = kind === 'sticker' || stickerId !== undefined;
  return omitUndefined({
    type: 'media' as const,
    kind: isSticker ? ('sticker' as const) : kind,
    source: { from: 'platform' as const, reference: payload.url },
    fileName: kind === 'file' ? nameIn(payload.url) : undefined,
    emoji: stickerId !== undefined && THUMBS.has(stickerId) ? '👍' : undefined,
  });
}

/** Files have their name at the end of their address, and nowhere else. */
function nameIn(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  try {
    return basename(decodeURIComponent(new URL(address).pathname)) || undefined;
  } catch {
    return undefined;
  }
}

function readShared(name: string, { payload, title, url }: Attachment): Part {
  const address = payload?.url ?? url;
  const words = payload?.title ?? title;
  if (address === undefined) return unsupported(words === undefined ? name : `${name}: ${words}`);
  return { type: 'card', cards: [{ title: words ?? address, url: address }] };
}

function readLocation({ payload, title, url }: Attachment): Part {
  const place = payload?.coordinates;
  if (place === undefined || !(Math.abs(place.lat) <= 90 && Math.abs(place.long) <= 180)) {
    return unsupported(url === undefined ? 'a place' : `a place: ${url}`);
  }
  return omitUndefined({
    type: 'location' as const,
    latitude: place.lat,
    longitude: place.long,
    name: title,
  });
}

const Button = z.object({ type: Word, title: Word, url: optional(Word), payload: optional(z.string()) });
const Element = z.object({
  title: Word,
  subtitle: optional(Word),
  image_url: optional(Word),
  default_action: optional(z.object({ url: optional(Word) })),
  buttons: Items,
});

/** What a Page sent with buttons, or a product that a contact asks about. */
function readTemplate({ payload, title }: Attachment): Part {
  const elements = [...(payload?.product?.elements ?? []), ...(payload?.elements ?? [])];
  const cards = elements.flatMap((element) => {
    const fields = Element.safeParse(element).data;
    return fields === undefined ? [] : [toCard(fields)];
  });
  if (cards.length > 0) return { type: 'card', cards };
  const text = payload?.text ?? title;
  const options = toOptions(payload?.buttons ?? []);
  if (text !== undefined && options.length > 0) return { type: 'choice', style: 'buttons', text, options };
  if (text !== undefined) return { type: 'text', text };
  const { template_type } = Fields.safeParse(payload).data ?? {};
  return unsupported(typeof template_type === 'string' ? `a template (${template_type})` : 'a template');
}

function toCard({ title, subtitle, image_url, default_action, buttons }: z.infer<typeof Element>): Card {
  const options = toOptions(buttons);
  return omitUndefined({
    title,
    subtitle,
    image: image_url === undefined ? undefined : { from: 'url' as const, url: image_url },
    url: default_action?.url,
    options: options.length === 0 ? undefined : options,
  });
}

function toOptions(buttons: readonly unknown[]): readonly ChoiceOption[] {
  return buttons.flatMap((value): readonly ChoiceOption[] => {
    const button = Button.safeParse(value).data;
    if (button === undefined) return [];
    const { title, url, payload } = button;
    if (url !== undefined) return [{ action: 'open-url', title, url }];
    return payload === undefined ? [] : [{ action: 'reply', title, payload }];
  });
}
