import { z } from 'zod';
import { type Answer, granted, wrongValue } from '../graph/answer.ts';
import type { BusinessNumber, Wire, World } from '../state.ts';

const markSchema = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string(),
  typing_indicator: z.looseObject({ type: z.literal('text') }).optional(),
});

/** Blue ticks on what a person wrote, up to that message, and three dots where they are asked for. */
export function markRead(world: World, number: BusinessNumber, body: Wire): Answer {
  const mark = markSchema.safeParse(body);
  if (!mark.success) return wrongValue(`Parameter '${mark.error.issues[0]?.path.join('.')}' is not valid.`);
  const { message_id, typing_indicator } = mark.data;
  const thread = [...number.threads.values()].find(({ messages }) => messages.has(message_id));
  const message = thread?.messages.get(message_id);
  if (thread === undefined || message === undefined || message.isFromBusiness) {
    return wrongValue('The message id does not name a received message.');
  }
  const facts = { at: world.time.now(), from: number.phone };
  thread.person.inbox.add({ kind: 'read', messageId: message_id, ...facts });
  if (typing_indicator !== undefined) thread.person.inbox.add({ kind: 'typing', ...facts });
  return granted({ success: true });
}
