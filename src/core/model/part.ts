import type { MediaId } from './ids.ts';

/**
 * What a message is made of. The same parts travel in both directions; which of them a channel carries
 * stands in its capabilities. All offsets and lengths count UTF-16 units, as JavaScript strings do.
 */
export type Part =
  | TextPart
  | MediaPart
  | LocationPart
  | ContactCardPart
  | ChoicePart
  | ChoiceReplyPart
  | CardPart
  | TemplatePart
  | FormReplyPart
  | PollPart
  | DicePart
  | UnsupportedPart;

export type PartType = Part['type'];

export const PART_TYPES = [
  'text',
  'media',
  'location',
  'contact-card',
  'choice',
  'choice-reply',
  'card',
  'template',
  'form-reply',
  'poll',
  'dice',
  'unsupported',
] as const satisfies readonly PartType[];

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  /** Spans that the platform shows in another way; absent means plain text. */
  readonly formatting?: readonly Formatting[];
}

export const FORMATTING_STYLES = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'quote',
  'code',
  'preformatted',
  'link',
] as const;
export type FormattingStyle = (typeof FORMATTING_STYLES)[number];

export interface Formatting {
  readonly style: FormattingStyle;
  readonly offset: number;
  readonly length: number;
  /** Only for `link`: where the text leads. */
  readonly url?: string;
}

export type MediaKind =
  | 'image'
  | 'audio'
  | 'voice'
  | 'video'
  | 'video-note'
  | 'animation'
  | 'file'
  | 'sticker';

export const MEDIA_KINDS = [
  'image',
  'audio',
  'voice',
  'video',
  'video-note',
  'animation',
  'file',
  'sticker',
] as const satisfies readonly MediaKind[];

/** Where the bytes are: still at the platform, at a public address, or in our media store. */
export type MediaSource =
  | { readonly from: 'platform'; readonly reference: string }
  | { readonly from: 'url'; readonly url: string }
  | { readonly from: 'store'; readonly mediaId: MediaId };

export interface MediaPart {
  readonly type: 'media';
  readonly kind: MediaKind;
  readonly source: MediaSource;
  readonly caption?: string;
  readonly captionFormatting?: readonly Formatting[];
  readonly fileName?: string;
  /** As declared by whoever sent it; the stored file's own type is found from its bytes. */
  readonly mimeType?: string;
  readonly sizeBytes?: number;
  readonly durationMs?: number;
  readonly width?: number;
  readonly height?: number;
  /** Stickers: the emoji that the sticker stands for. */
  readonly emoji?: string;
}

export interface LocationPart {
  readonly type: 'location';
  readonly latitude: number;
  readonly longitude: number;
  readonly name?: string;
  readonly address?: string;
  /** True while the sender keeps moving the pin; later positions arrive as edits. */
  readonly isLive?: boolean;
}

export interface ContactCardPart {
  readonly type: 'contact-card';
  readonly contacts: readonly ContactCard[];
}

export interface ContactCard {
  readonly name: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly organization?: string;
  readonly vcard?: string;
  /** True when the sender shared their own card: a hint for linking, never a link by itself. */
  readonly isSender?: boolean;
}

/** A question with answers to tap. `buttons` stay under the message; `list` opens a menu; `quick-replies` vanish after use. */
export interface ChoicePart {
  readonly type: 'choice';
  readonly style: 'buttons' | 'list' | 'quick-replies';
  readonly text: string;
  readonly header?: string;
  readonly footer?: string;
  /** Lists: the label of the button that opens the menu. */
  readonly listLabel?: string;
  /** Lists: more than one may be chosen, where the platform can. */
  readonly allowsMultipleAnswers?: boolean;
  readonly options: readonly ChoiceOption[];
}

export type ChoiceOption =
  | {
      readonly action: 'reply';
      /** Comes back in the `choice-reply`; never shown. */
      readonly payload: string;
      readonly title: string;
      readonly description?: string;
      /** Lists: options with the same section stand together under it. */
      readonly section?: string;
      /** A small picture beside the title, where the platform shows one. */
      readonly image?: MediaSource;
      /** An appointment to choose. Where all replies of a choice have one, platforms with calendars show a calendar. */
      readonly slot?: TimeSlot;
    }
  | {
      readonly action: 'open-url';
      readonly title: string;
      readonly url: string;
      /** Opens this instead, on platforms with forms of their own; the others open `url`. */
      readonly form?: PlatformForm;
    }
  | { readonly action: 'share-phone'; readonly title: string }
  | { readonly action: 'share-location'; readonly title: string };

export interface TimeSlot {
  /** ISO instant. */
  readonly startsAt: string;
  readonly durationMs: number;
}

/** What a platform shows in the conversation itself. */
export const PLATFORM_FORM_KINDS = ['form', 'sign-in', 'payment'] as const;
export type PlatformFormKind = (typeof PLATFORM_FORM_KINDS)[number];

/**
 * The same, and what some platforms have besides: an app of the business's own, a delivery address to fill in, a
 * shop's catalogue, a call, leave to call.
 */
export const PLATFORM_VIEW_KINDS = [
  ...PLATFORM_FORM_KINDS,
  'app',
  'address',
  'catalog',
  'call',
  'call-permission',
] as const;
export type PlatformViewKind = (typeof PLATFORM_VIEW_KINDS)[number];

/** Something that the platform itself shows; what the contact enters comes back as a `form-reply`. */
export interface PlatformForm {
  /** Of a catalogue: the article on its cover; of an app: the platform's name of it. Without meaning for an address and calls. */
  readonly id: string;
  /** Absent: a form. */
  readonly kind?: PlatformViewKind;
  /** Where forms travel with their message: its pages or terms, in the platform's own words. Absent: made there before. */
  readonly definition?: Readonly<Record<string, unknown>>;
  /** Comes back with the answer; absent: the message's own id. */
  readonly token?: string;
  /** Where to begin; absent: where the form says. */
  readonly screen?: string;
  /** What is filled in already on that screen. */
  readonly values?: Readonly<Record<string, string>>;
}

/** The contact tapped an option. What the platform says was tapped is untrusted text. */
export interface ChoiceReplyPart {
  readonly type: 'choice-reply';
  /** Of several that were chosen together: joined with commas. */
  readonly payload: string;
  /** What the contact saw, where the platform tells; null otherwise. */
  readonly title: string | null;
  /** Only where several were chosen together: each of them. */
  readonly payloads?: readonly string[];
  /** The appointment that was chosen, where the platform gives it back. */
  readonly slot?: TimeSlot;
}

export interface CardPart {
  readonly type: 'card';
  readonly cards: readonly Card[];
}

export interface Card {
  readonly title: string;
  readonly subtitle?: string;
  readonly image?: MediaSource;
  readonly url?: string;
  readonly options?: readonly ChoiceOption[];
  /** Shown as it stands there, where the platform has catalogues; elsewhere the card is shown as it is written. */
  readonly product?: CatalogProduct;
}

/** An article of a catalogue that the business keeps at a platform, by the platform's names. */
export interface CatalogProduct {
  readonly catalogId: string;
  readonly productId: string;
}

/** A text that the platform approved earlier, with values for its variables. */
export interface TemplatePart {
  readonly type: 'template';
  readonly name: string;
  readonly language: string;
  /** By variable name, or by position ("1", "2", …) where the template counts. */
  readonly variables: Readonly<Record<string, string>>;
  readonly header?: MediaSource;
  /** What the header shows; absent: an image. */
  readonly headerKind?: TemplateHeaderKind;
  /** Files: the name that the contact sees. */
  readonly headerFileName?: string;
  /** Where the template's header is a place. */
  readonly headerLocation?: Omit<LocationPart, 'type' | 'isLive'>;
  /** Of a header that is text, by name or position like `variables`. */
  readonly headerVariables?: Readonly<Record<string, string>>;
  /** What quick replies send back, by the button's position; an empty one leaves a button as it is. */
  readonly buttonPayloads?: readonly string[];
  readonly buttonValues?: readonly TemplateButtonValue[];
}

export const TEMPLATE_HEADER_KINDS = ['image', 'video', 'file'] as const satisfies readonly MediaKind[];
export type TemplateHeaderKind = (typeof TEMPLATE_HEADER_KINDS)[number];

export const TEMPLATE_BUTTON_VALUE_KINDS = ['url-ending', 'code', 'form-token'] as const;

/** Fills the variable of one button: the end of its link, the code that it copies, the token of the form that it opens. */
export interface TemplateButtonValue {
  /** The button's position among all of the template's buttons, from 0. */
  readonly index: number;
  readonly kind: (typeof TEMPLATE_BUTTON_VALUE_KINDS)[number];
  readonly value: string;
}

/** What the contact entered; of a sign-in or payment, how it went: `values` then has `status`. */
export interface FormReplyPart {
  readonly type: 'form-reply';
  /** Absent: a form. */
  readonly kind?: PlatformFormKind;
  readonly name: string | null;
  readonly values: Readonly<Record<string, string>>;
}

export interface PollPart {
  readonly type: 'poll';
  readonly question: string;
  readonly options: readonly string[];
  readonly allowsMultipleAnswers?: boolean;
}

export interface DicePart {
  readonly type: 'dice';
  readonly emoji: string;
  /** Null before the platform has rolled it. */
  readonly value: number | null;
}

/** Something that we keep raw and can only name. `label` is a readable phrase such as "a story". */
export interface UnsupportedPart {
  readonly type: 'unsupported';
  readonly label: string;
}
