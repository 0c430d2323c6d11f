import { type Access, createAsk } from './ask.ts';
import { followEvents, type LiveMessage } from './follow-events.ts';

export interface BotFacts extends Access {
  /** The lamp, as an upload answered it. */
  readonly pictureId: string;
  /** Where it begins to read. */
  readonly after: string;
}

const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { ... on UserError { message } ... on PolicyRefused { decision { reason } } }
}`;

/**
 * A program like any customer's: it follows the events and answers through the public API. It does not know
 * on which messenger a customer is.
 */
export async function runBot({ pictureId, after, ...access }: BotFacts): Promise<void> {
  const ask = createAsk(access);
  for await (const { type, message } of followEvents(access, after)) {
    if (type !== 'MESSAGE_RECEIVED' || message === undefined) continue;
    for (const [index, part] of answerTo(message, pictureId).entries()) {
      await ask(SEND, {
        input: {
          conversationId: message.conversation.id,
          parts: [part],
          // Read twice, an event is answered once.
          idempotencyKey: `bot:${message.id}:${index}`,
        },
      });
    }
  }
}

function answerTo({ preview, parts }: LiveMessage, pictureId: string): readonly object[] {
  const tapped = parts[0]?.payload;
  if (tapped === 'keep:yes') return [{ text: { text: 'Done: it waits for you until Saturday.' } }];
  // Consent and commands are the gateway's own business.
  if (tapped !== undefined || /^(?:\/|subscribe|start$|yes$)/iu.test(preview)) return [];
  if (/lamp/iu.test(preview)) {
    return [
      { text: { text: 'Yes, three are left. We are open until six.' } },
      { media: { kind: 'IMAGE', mediaId: pictureId, fileName: 'blue-lamp.jpg' } },
      {
        choice: {
          text: 'Shall we keep one for you?',
          options: [
            { title: 'Yes, please', payload: 'keep:yes' },
            { title: 'No, thanks', payload: 'keep:no' },
          ],
        },
      },
    ];
  }
  const text = /sunday|open/iu.test(preview)
    ? 'We are open Monday to Saturday, nine to six.'
    : 'Thank you! A colleague will answer in a minute.';
  return [{ text: { text } }];
}
