import { badRequest, isRefusal, type Refusal } from '../answer.ts';
import {
  fieldFlag,
  fieldText,
  isList,
  isObject,
  type Json,
  type JsonObject,
  json,
  type Parameters,
} from '../parameters.ts';
import type { Chat } from '../state.ts';
import { checkedUrl } from '../text/text-link.ts';
import type { WireReplyMarkup } from '../wire.ts';

const MAX_CALLBACK_BYTES = 64;
const MAX_BUTTONS = 100;
const ACTIONS = [
  'url',
  'callback_data',
  'callback_game',
  'pay',
  'switch_inline_query',
  'switch_inline_query_chosen_chat',
  'switch_inline_query_current_chat',
  'login_url',
  'web_app',
  'copy_text',
] as const;

/** Reads `reply_markup`; undefined: there is none, or an empty one. */
export function readReplyMarkup(parameters: Parameters): WireReplyMarkup | undefined | Refusal {
  const markup = json(parameters, 'reply_markup', 'reply keyboard markup');
  if (markup === undefined || isRefusal(markup)) return markup;
  if (!isObject(markup)) return badRequest('object expected as reply markup');

  const inline = readRows(markup.inline_keyboard, 'inline keyboard button', readInlineButton, {
    notRows: 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
  });
  if (isRefusal(inline)) return inline;
  const rows = readRows(markup.keyboard, 'keyboard button', readKeyboardButton, {
    notRows: 'field "keyboard" must be an Array of Arrays',
  });
  if (isRefusal(rows)) return rows;

  if (rows.length > 0) return { ...markup, keyboard: rows, inline_keyboard: undefined };
  if (inline.length > 0) return { inline_keyboard: inline };
  if (fieldFlag(markup, 'remove_keyboard')) return { remove_keyboard: true };
  return fieldFlag(markup, 'force_reply') ? { ...markup, force_reply: true } : undefined;
}

/** What speaks against a keyboard that is well formed: lengths, addresses, and where it would stand. */
export function objectionToMarkup(markup: WireReplyMarkup | undefined, chat: Chat): Refusal | null {
  const buttons = markup?.inline_keyboard?.flat() ?? [];
  if (buttons.length > MAX_BUTTONS) return badRequest('reply markup is too long');
  for (const button of buttons) {
    if (button.text === '') return badRequest('inline keyboard button text must be non-empty');
    if (Buffer.byteLength(button.callback_data ?? '') > MAX_CALLBACK_BYTES)
      return badRequest('BUTTON_DATA_INVALID');
    if (button.url !== undefined && checkedUrl(button.url) === null) return badRequest('BUTTON_URL_INVALID');
  }
  for (const button of markup?.keyboard?.flat() ?? []) {
    if (button.text === '') return badRequest('keyboard button text must be non-empty');
    if (button.web_app !== undefined && !isHttps(button.web_app)) return badRequest('BUTTON_URL_INVALID');
    if (chat.type === 'private') continue;
    if (button.request_contact === true)
      return badRequest('phone number can be requested in private chats only');
    if (button.request_location === true)
      return badRequest('location can be requested in private chats only');
    if (button.web_app !== undefined) return badRequest('BUTTON_TYPE_INVALID');
  }
  return null;
}

function isHttps(app: unknown): boolean {
  const { url } = Object(app);
  return typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** Rows without buttons vanish, as in the apps. */
function readRows<Button>(
  rows: Json | undefined,
  noun: string,
  read: (button: Json) => Button | string,
  { notRows }: { readonly notRows: string },
): Button[][] | Refusal {
  if (rows === undefined || rows === null) return [];
  if (!isList(rows)) return badRequest(notRows);
  const result: Button[][] = [];
  for (const row of rows) {
    if (!isList(row)) return badRequest(notRows);
    const buttons: Button[] = [];
    for (const given of row) {
      const button = read(given);
      if (typeof button === 'string') return badRequest(`can't parse ${noun}: ${button}`);
      buttons.push(button);
    }
    if (buttons.length > 0) result.push(buttons);
  }
  return result;
}

type InlineButton = { readonly text: string } & JsonObject;

/** A text: what is wrong with it. */
function readInlineButton(given: Json): InlineButton | string {
  if (!isObject(given)) return 'InlineKeyboardButton must be an Object';
  if (!Object.hasOwn(given, 'text')) return 'Can\'t find field "text"';
  const action = ACTIONS.find((name) => Object.hasOwn(given, name) && given[name] !== '');
  if (action === undefined) return 'Text buttons are unallowed in the inline keyboard';
  const { style, icon_custom_emoji_id: icon } = given;
  return {
    text: fieldText(given, 'text'),
    [action]: given[action] ?? null,
    ...(style !== undefined && { style }),
    ...(icon !== undefined && { icon_custom_emoji_id: icon }),
  };
}

function readKeyboardButton(given: Json): InlineButton | string {
  if (typeof given === 'string') return { text: given };
  if (!isObject(given)) return 'KeyboardButton must be a String or an Object';
  if (!Object.hasOwn(given, 'text')) return 'Can\'t find field "text"';
  return { ...given, text: fieldText(given, 'text') };
}
