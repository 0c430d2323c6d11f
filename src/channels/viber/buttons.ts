import { truncate } from '../../core/model/describe-parts.ts';
import type { ChoiceOption, MediaSource } from '../../core/model/part.ts';
import { capabilities, MAX_BUTTON_TEXT_LENGTH, MAX_KEYBOARD_ROWS } from './capabilities.ts';
import { isPublicAddress } from './public-address.ts';
import type { Button, Keyboard } from './wire.ts';

/** Viber's grid. */
export const FULL_WIDTH = 6;

/**
 * What an option is on a button. A press of `reply` is silent: Viber then marks it as a press, and the payload is
 * not shown in the chat as if the contact had typed it.
 */
export function toButton(option: ChoiceOption, Columns = FULL_WIDTH): Button {
  const place = { Columns, Rows: 1, Text: toButtonText(option.title) };
  switch (option.action) {
    case 'reply':
      return {
        ...place,
        ...(isShowable(option.image) && { Image: option.image.url }),
        ActionType: 'reply',
        ActionBody: option.payload,
        Silent: true,
      };
    case 'open-url':
      return { ...place, ActionType: 'open-url', ActionBody: option.url, Silent: true };
    case 'share-phone':
      return { ...place, ActionType: 'share-phone', ActionBody: 'share-phone' };
    case 'share-location':
      return { ...place, ActionType: 'location-picker', ActionBody: 'location-picker' };
    default:
      return option satisfies never;
  }
}

/** A picture lies behind the words of its button; Viber fetches it. */
function isShowable(image: MediaSource | undefined): image is MediaSource & { readonly from: 'url' } {
  return image?.from === 'url' && isPublicAddress(image.url);
}

/** Why an option can be no button; null: it can. */
export function buttonProblem(option: ChoiceOption): string | null {
  const { maxPayloadBytes } = capabilities.choice;
  if (option.title.trim() === '') return 'A button needs a title';
  if (option.action === 'reply') {
    const bytes = Buffer.byteLength(option.payload);
    return bytes > 0 && bytes <= maxPayloadBytes ? null : `A payload has 1 to ${maxPayloadBytes} bytes`;
  }
  return option.action === 'open-url' ? addressProblem(option.url) : null;
}

/** Why nothing can lead to this address when it is pressed; null: it can. */
export function addressProblem(url: string): string | null {
  if (!URL.canParse(url)) return 'A button leads to a full address only';
  if (url.length <= MAX_BUTTON_TEXT_LENGTH) return null;
  return `The address of a button has at most ${MAX_BUTTON_TEXT_LENGTH} characters`;
}

/** Whether a title is cut to fit. */
export function isCut({ title }: ChoiceOption): boolean {
  return escapeHtml(title).length > MAX_BUTTON_TEXT_LENGTH;
}

/** One button a row; two, when there are more than rows. */
export function layOut(options: readonly ChoiceOption[]): readonly Button[] {
  const columns = options.length > MAX_KEYBOARD_ROWS ? FULL_WIDTH / 2 : FULL_WIDTH;
  return options.map((option) => toButton(option, columns));
}

export function toKeyboard(buttons: readonly Button[]): Keyboard | null {
  if (buttons.length === 0) return null;
  return { Type: 'keyboard', DefaultHeight: false, InputFieldState: 'regular', Buttons: buttons };
}

/** Words as a button shows them: its text is HTML, and a word must not become a tag. Empty when there is no room. */
export function toButtonText(words: string, maxLength = MAX_BUTTON_TEXT_LENGTH): string {
  // Escaping makes it longer, so what is left is found by trying; a title is short enough for that.
  for (let length = maxLength; length > 0; length -= 1) {
    const text = escapeHtml(truncate(words, length));
    if (text.length <= maxLength) return text;
  }
  return '';
}

export function escapeHtml(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\s*[\r\n]+\s*/gu, ' ');
}
