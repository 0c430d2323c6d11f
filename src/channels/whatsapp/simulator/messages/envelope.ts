import { z } from 'zod';
import { type GraphRefusal, missingValue, refused, wrongValue } from '../graph/answer.ts';
import { findByPhone, findByUserId } from '../people/people.ts';
import type { BusinessNumber, Person, Wire, World } from '../state.ts';

const envelopeSchema = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.enum(['individual', 'group']).default('individual'),
  to: z.string().optional(),
  recipient: z.string().optional(),
  type: z.string().default('text'),
  context: z.looseObject({ message_id: z.string() }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});
export type Envelope = z.output<typeof envelopeSchema>;

/** What every message says around its content. */
export function readEnvelope(body: Wire): Envelope | GraphRefusal {
  const read = envelopeSchema.safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    const name = issue?.path.join('.') ?? '';
    if (name === 'messaging_product')
      return refused(100, 'Invalid parameter', 'messaging_product must be whatsapp.');
    return wrongValue(`Parameter '${name}': ${issue?.message ?? 'invalid'}`);
  }
  if (read.data.to === undefined && read.data.recipient === undefined) {
    return missingValue("Parameter 'to' or 'recipient' is mandatory.");
  }
  return read.data;
}

export interface Recipient {
  /** null: nobody there has WhatsApp; that is found out only after the message was taken. */
  readonly person: Person | null;
  /** As the answer names them. */
  readonly contact: Wire;
  readonly isByPhone: boolean;
}

/** Where both are given, the number wins. */
export function findRecipient(
  world: World,
  number: BusinessNumber,
  { to, recipient, recipient_type }: Envelope,
): Recipient | GraphRefusal {
  if (recipient_type === 'group') return refused(131020, 'Group error', 'The group does not exist.');
  if (to === undefined) {
    const userId = recipient ?? '';
    const person = findByUserId(world, number.business, userId);
    return { person, contact: { input: userId, user_id: userId }, isByPhone: false };
  }
  const digits = to.replaceAll(/\D/gu, '');
  if (!/^\d{5,20}$/u.test(digits)) return wrongValue("Parameter 'to' is not a phone number.");
  if (digits === number.phone) {
    return refused(131021, 'Recipient cannot be sender', 'Sender and recipient are the same.');
  }
  return { person: findByPhone(world, digits), contact: { input: to, wa_id: digits }, isByPhone: true };
}
