import type { WebhookAccount, WebhookAnswer } from '../../core/channel/index.ts';
import { truncate } from '../../core/model/describe-parts.ts';
import { FULL_WIDTH, toButtonText, toKeyboard } from './buttons.ts';
import { capabilities, MAX_BUTTON_TEXT_LENGTH, MAX_REQUEST_BYTES } from './capabilities.ts';
import { senderOf, toBody } from './envelope.ts';
import { RECEIVED } from './handshake.ts';
import { isEvent } from './payload.ts';
import { splitText } from './split-text.ts';
import { jsonBytes, type Keyboard } from './wire.ts';

/**
 * Whoever opens the chat can be told one thing before they have written: in the answer to the very request that
 * reports it. Every other event is answered with "received".
 */
export function answer(body: Uint8Array, account: WebhookAccount): WebhookAnswer {
  const welcome = welcomeOf(account);
  if (welcome === null || !isEvent(body, 'conversation_started')) return RECEIVED;
  return { ...RECEIVED, body: JSON.stringify(welcome) };
}

/** The message without a receiver; null: none is set. What is too long for one message is cut, for there is only one. */
function welcomeOf(account: WebhookAccount): Readonly<Record<string, unknown>> | null {
  const { welcomeText, welcomeButton } = account.settings;
  const sender = senderOf(account);
  if (typeof welcomeText !== 'string' || sender === null) return null;
  const envelope = { address: {}, sender, trackingData: 'welcome' };
  const keyboard = startKeyboard(welcomeButton);
  const room = MAX_REQUEST_BYTES - jsonBytes(toBody(envelope, { type: 'text', text: '' }, keyboard));
  const [text] = splitText(welcomeText, capabilities.text.maxLength, room);
  return text === undefined ? null : toBody(envelope, { type: 'text', text }, keyboard);
}

/** Pressing it writes its words into the chat, as the contact's first message: that is what subscribes. */
function startKeyboard(words: unknown): Keyboard | null {
  if (typeof words !== 'string' || words.trim() === '') return null;
  return toKeyboard([
    {
      Columns: FULL_WIDTH,
      Rows: 1,
      Text: toButtonText(words),
      ActionType: 'reply',
      ActionBody: truncate(words.trim(), MAX_BUTTON_TEXT_LENGTH),
    },
  ]);
}
