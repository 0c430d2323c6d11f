import { FIRST_VERSION_WITH } from './api-version.ts';

/** What a message is in Viber's words, beside whom it goes to and from whom it comes. */
export type WireContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'picture'; readonly text: string; readonly media: string }
  | {
      readonly type: 'video';
      readonly media: string;
      readonly size: number;
      /** Seconds. */
      readonly duration?: number;
    }
  | { readonly type: 'file'; readonly media: string; readonly size: number; readonly file_name: string }
  | { readonly type: 'contact'; readonly contact: { readonly name: string; readonly phone_number: string } }
  | { readonly type: 'location'; readonly location: { readonly lat: string; readonly lon: string } }
  | { readonly type: 'url'; readonly media: string }
  | { readonly type: 'sticker'; readonly sticker_id: number }
  | { readonly type: 'rich_media'; readonly rich_media: RichMedia; readonly alt_text: string };

export interface Button {
  readonly Columns: number;
  readonly Rows: number;
  readonly ActionType: 'reply' | 'open-url' | 'share-phone' | 'location-picker' | 'none';
  readonly ActionBody?: string;
  /** HTML of Viber's small kind. */
  readonly Text?: string;
  readonly Image?: string;
  readonly BgColor?: string;
  /** True: the press is not shown in the chat, and comes back marked as one. */
  readonly Silent?: boolean;
}

export interface Keyboard {
  readonly Type: 'keyboard';
  readonly DefaultHeight: boolean;
  readonly InputFieldState: 'regular';
  readonly Buttons: readonly Button[];
}

export interface RichMedia {
  readonly Type: 'rich_media';
  readonly ButtonsGroupColumns: number;
  readonly ButtonsGroupRows: number;
  readonly BgColor: string;
  readonly Buttons: readonly Button[];
}

/** The oldest app that can show it: others get nothing, so it is kept as low as the content allows. */
export function minApiVersion(content: WireContent, keyboard: Keyboard | null): number {
  const carousel = content.type === 'rich_media' ? content.rich_media.Buttons : [];
  const buttons = [...carousel, ...(keyboard?.Buttons ?? [])];
  const shares = buttons.some(
    ({ ActionType }) => ActionType === 'share-phone' || ActionType === 'location-picker',
  );
  if (shares) return FIRST_VERSION_WITH.sharing;
  return content.type === 'rich_media' ? FIRST_VERSION_WITH.carousels : 1;
}

/** How much a value takes up in a request. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
