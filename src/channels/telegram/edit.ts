import { type AccountContext, ChannelError, type MessageChange } from '../../core/channel/index.ts';
import { placeOf } from './actions.ts';
import { callRepeatably } from './call-api.ts';
import { isNotModified } from './errors.ts';
import { render } from './render.ts';

/** Which method changes what was sent with another, and which of its fields it takes. */
const EDITING = new Map<string, readonly [operation: string, fields: readonly string[]]>([
  ['sendMessage', ['editMessageText', ['text', 'entities', 'reply_markup']]],
  ...['sendPhoto', 'sendVideo', 'sendAudio', 'sendVoice', 'sendDocument', 'sendAnimation'].map(
    (operation) =>
      [operation, ['editMessageCaption', ['caption', 'caption_entities', 'reply_markup']]] as const,
  ),
]);

/** Changes the words of a message, and its buttons; of media, the caption. */
export async function edit(change: MessageChange, context: AccountContext): Promise<void> {
  const { businessConnectionId, ...place } = placeOf(change);
  const rendering = render({
    id: change.messageExternalId,
    parts: change.parts,
    recipient: { externalId: change.recipientExternalId, isGroup: place.chat_id < 0 },
    author: 'SYSTEM',
    purpose: 'SERVICE',
    replyTo: null,
    options: { overlongText: 'REFUSE', onUnsupported: 'DEGRADE', isSilent: false },
    settings: context.settings,
  });
  if (rendering.kind === 'unrenderable') throw notEditable(rendering.problems[0]?.message ?? '');
  const [first, ...more] = rendering.requests;
  const editing = first === undefined ? undefined : EDITING.get(first.operation);
  if (first === undefined || editing === undefined || more.length > 0) {
    throw notEditable('Telegram changes one text or caption at a time.');
  }
  const [operation, fields] = editing;
  const content = Object.fromEntries(Object.entries(first.body).filter(([name]) => fields.includes(name)));
  const business = businessConnectionId === undefined ? {} : { business_connection_id: businessConnectionId };
  try {
    await callRepeatably(operation, { ...business, ...place, ...content }, context);
  } catch (error) {
    if (!isNotModified(error)) throw error;
  }
}

function notEditable(message: string): ChannelError {
  return new ChannelError('rejected', message, {
    platformCode: 'edit:not-possible',
    cause: 'invalid-content',
    actionBy: 'author',
  });
}
