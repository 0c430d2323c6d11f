import type { ChoiceOption } from '../../core/model/part.ts';
import { capabilities } from './capabilities.ts';

/** `reply_markup` for options, or why Telegram has no buttons for them. */
export type Keyboard =
  | {
      readonly kind: 'keyboard';
      readonly markup: Readonly<Record<string, unknown>>;
      readonly losses: readonly string[];
    }
  | { readonly kind: 'impossible'; readonly reason: string };

const { maxOptions, maxPayloadBytes, maxTitleLength } = capabilities.choice;

/**
 * Buttons under the message. Only to share a number or a place, or to fill in a Mini App that answers the bot,
 * Telegram needs buttons in place of the keyboard, which exist in private chats only and can neither open other
 * addresses nor carry payloads.
 */
export function keyboardFor(options: readonly ChoiceOption[], isGroup: boolean): Keyboard {
  if (options.length === 0) return impossible('There is nothing to choose');
  if (options.length > maxOptions) {
    return impossible(`Telegram shows at most ${maxOptions} buttons, not ${options.length}`);
  }
  if (options.some(({ title }) => title.trim() === ''))
    return impossible('Telegram shows no button without a title');
  return options.some((option) => isSharing(option) || hasForm(option))
    ? replyKeyboard(options, isGroup)
    : inlineKeyboard(options);
}

function inlineKeyboard(options: readonly ChoiceOption[]): Keyboard {
  const tooLong = options.find(
    (option) => option.action === 'reply' && !fits(Buffer.byteLength(option.payload, 'utf8')),
  );
  if (tooLong !== undefined) {
    return impossible(
      `Telegram takes payloads of 1 to ${maxPayloadBytes} bytes; "${tooLong.title}" has another`,
    );
  }
  const strange = options.find((option) => option.action === 'open-url' && !isOpenable(option.url));
  if (strange !== undefined) return impossible(`Telegram opens no such address ("${strange.title}")`);
  const rows = options.map((option) => [
    option.action === 'open-url'
      ? { text: option.title, url: option.url }
      : { text: option.title, callback_data: option.action === 'reply' ? option.payload : '' },
  ]);
  return { kind: 'keyboard', markup: { inline_keyboard: rows }, losses: unseen(options) };
}

function replyKeyboard(options: readonly ChoiceOption[], isGroup: boolean): Keyboard {
  if (isGroup) return impossible('In groups no button shares a number or a place, or opens a form');
  if (options.some((option) => option.action === 'open-url' && !hasForm(option))) {
    return impossible('Telegram can not show links beside buttons that share something or open a form');
  }
  const strange = options.find((option) => option.action === 'open-url' && !isMiniApp(option.url));
  if (strange !== undefined)
    return impossible(`Telegram opens forms at https addresses ("${strange.title}")`);
  const rows = options.map((option) => {
    if (option.action === 'open-url') return [{ text: option.title, web_app: { url: option.url } }];
    if (option.action === 'share-phone') return [{ text: option.title, request_contact: true }];
    if (option.action === 'share-location') return [{ text: option.title, request_location: true }];
    return [{ text: option.title }];
  });
  const payloads = options.some(({ action }) => action === 'reply')
    ? ['Beside a button that shares or opens a form, answers come back as plain text without their payload']
    : [];
  return {
    kind: 'keyboard',
    markup: { keyboard: rows, resize_keyboard: true, one_time_keyboard: true },
    losses: [...payloads, ...unseen(options)],
  };
}

/** A button has a title and nothing else, of which a phone shows the beginning. */
function unseen(options: readonly ChoiceOption[]): readonly string[] {
  const hasMore = options.some(
    (option) =>
      option.action === 'reply' && (option.description !== undefined || option.section !== undefined),
  );
  const isOverlong = options.some(({ title }) => title.length > maxTitleLength);
  return [
    ...(hasMore ? ['Buttons show neither descriptions nor sections'] : []),
    ...(isOverlong ? [`Phones show about the first ${maxTitleLength} characters of a button`] : []),
  ];
}

function isSharing({ action }: ChoiceOption): boolean {
  return action === 'share-phone' || action === 'share-location';
}

/** A Mini App at the option's own address. Other kinds of form are their platforms' own: here they are links. */
function hasForm(option: ChoiceOption): boolean {
  return option.action === 'open-url' && option.form !== undefined && (option.form.kind ?? 'form') === 'form';
}

function isMiniApp(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

function fits(byteLength: number): boolean {
  return byteLength >= 1 && byteLength <= maxPayloadBytes;
}

function isOpenable(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:', 'tg:'].includes(new URL(url).protocol);
}

function impossible(reason: string): Keyboard {
  return { kind: 'impossible', reason };
}
