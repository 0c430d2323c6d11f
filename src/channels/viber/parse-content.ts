import type { MediaKind, Part } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { label } from '../shared/reading.ts';
import { toStickerReference } from './keys.ts';
import type { Content } from './payload.ts';

export interface ContentReading {
  readonly parts: readonly Part[];
  /** Labels of content that is new to us or malformed. */
  readonly unknown: readonly string[];
}

/**
 * What a message says.
 *
 * @param isSilent  A button was pressed that does not show the press: what "text" holds was never typed.
 */
export function readContent(content: Content, isSilent: boolean): ContentReading {
  const known = KINDS.get(content.type);
  if (known === undefined) {
    return {
      parts: [unsupported('a message of a kind that this version does not know'), ...words(content)],
      unknown: [label('message', content.type)],
    };
  }
  const parts = known.read(content, isSilent);
  if (parts !== null) return { parts, unknown: [] };
  return {
    parts: [unsupported(known.name), ...words(content)],
    unknown: [label('message', content.type, 'malformed')],
  };
}

interface ContentKind {
  readonly type: string;
  /** For a reader, should it be malformed. */
  readonly name: string;
  /** Null: what makes it this kind is missing. */
  readonly read: (content: Content, isSilent: boolean) => readonly Part[] | null;
}

const KINDS: ReadonlyMap<string, ContentKind> = new Map(
  (
    [
      {
        type: 'text',
        name: 'a text',
        read: ({ text }, isSilent) =>
          text === undefined
            ? null
            : [isSilent ? { type: 'choice-reply', payload: text, title: null } : { type: 'text', text }],
      },
      { type: 'picture', name: 'a picture', read: (content) => media('image', content) },
      { type: 'video', name: 'a video', read: (content) => media('video', content) },
      { type: 'file', name: 'a file', read: (content) => media('file', content) },
      { type: 'sticker', name: 'a sticker', read: sticker },
      { type: 'contact', name: 'a contact', read: contactCard },
      { type: 'location', name: 'a location', read: location },
      { type: 'url', name: 'a link', read: link },
      {
        type: 'rich_media',
        name: 'a carousel',
        read: (content) => [unsupported('a carousel'), ...words(content)],
      },
    ] as const satisfies readonly ContentKind[]
  ).map((kind) => [kind.type, kind]),
);

/** Links to files end after about an hour, so a file is always still to be fetched. */
function media(kind: MediaKind, content: Content): readonly Part[] | null {
  if (content.media === undefined) return null;
  return [
    omitUndefined({
      type: 'media' as const,
      kind,
      source: { from: 'platform' as const, reference: content.media },
      caption: content.text === '' ? undefined : content.text,
      fileName: content.file_name,
      sizeBytes: content.file_size ?? content.size,
      durationMs: content.duration === undefined ? undefined : Math.round(content.duration * 1000),
    }),
  ];
}

/** Viber tells a sticker's number; where it adds a picture of it, that can be fetched. */
function sticker({ sticker_id, media: address }: Content): readonly Part[] | null {
  if (sticker_id === undefined && address === undefined) return null;
  const reference = address ?? toStickerReference(sticker_id ?? '');
  return [{ type: 'media', kind: 'sticker', source: { from: 'platform', reference } }];
}

function contactCard({ contact }: Content): readonly Part[] | null {
  if (contact === undefined) return null;
  const { name, phone_number: phone } = contact;
  if (name === undefined && phone === undefined) return null;
  return [
    {
      type: 'contact-card',
      contacts: [{ name: name || phone || '', phones: phone ? [phone] : [], emails: [] }],
    },
  ];
}

function location(content: Content): readonly Part[] | null {
  if (content.location === undefined) return null;
  const { lat, lon } = content.location;
  return [{ type: 'location', latitude: lat, longitude: lon }, ...words(content)];
}

function link({ media: address, text }: Content): readonly Part[] | null {
  if (address === undefined) return null;
  const isRepeated = text === undefined || text === '' || text === address;
  return [{ type: 'text', text: isRepeated ? address : `${text}\n${address}` }];
}

function words({ text }: Content): readonly Part[] {
  return text === undefined || text === '' ? [] : [{ type: 'text', text }];
}

function unsupported(label: string): Part {
  return { type: 'unsupported', label };
}
