import * as z from 'zod';
import { REJECTION_CAUSES } from '../model/failure.ts';
import { MEDIA_KINDS, PART_TYPES } from '../model/part.ts';
import { TEMPLATE_CATEGORIES, TEMPLATE_STATUSES } from '../model/template.ts';
import { THREAD_CONTROLS } from '../model/words.ts';

/** What the core relies on in whatever an adapter says that it parsed. */
const Id = z.string().min(1);
const Instant = z.date().refine((date) => !Number.isNaN(date.getTime()));
const Sender = z.looseObject({ externalId: Id });
const Part = z
  .looseObject({ type: z.enum(PART_TYPES) })
  .refine((part) => part.type !== 'text' || typeof part.text === 'string', 'a text part has a text')
  .refine(
    (part) => part.type !== 'media' || z.enum(MEDIA_KINDS).safeParse(part.kind).success,
    'a media part has a kind',
  );
const Parts = z.array(Part).min(1);

const event = <const Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
  z.looseObject({ kind: z.literal(kind), ...shape });

const Target = z.union([
  z.looseObject({ externalId: Id }),
  z.looseObject({ recipientExternalId: Id, upTo: Instant }),
]);

const Event = z.discriminatedUnion('kind', [
  event('message', {
    externalId: Id,
    sender: Sender,
    parts: Parts,
    sentAt: Instant.nullable(),
    reaction: z.looseObject({ emoji: Id, isRemoval: z.boolean(), quote: z.string().nullable() }).optional(),
  }),
  event('echo', { externalId: Id, recipient: Sender, parts: Parts, sentAt: Instant.nullable() }),
  event('message-edited', { targetExternalId: Id, parts: Parts, editedAt: Instant }),
  event('message-deleted', { targetExternalId: Id, deletedAt: Instant.nullable() }),
  event('reaction', {
    targetExternalId: Id,
    sender: Sender,
    emojis: z.array(z.string()),
    reactedAt: Instant.nullable(),
  }),
  event('receipt', {
    status: z.enum(['SENT', 'DELIVERED', 'READ', 'FAILED']),
    target: Target,
    occurredAt: Instant.nullable(),
    failure: z.looseObject({ cause: z.enum(REJECTION_CAUSES), platformCode: z.string() }).optional(),
  }),
  event('referral', {
    externalId: Id,
    sender: Sender,
    referral: z.looseObject({ ref: z.string(), source: z.string() }),
    occurredAt: Instant.nullable(),
  }),
  event('opt-in', { sender: Sender, occurredAt: Instant.nullable() }),
  event('opt-out', {
    sender: Sender,
    scope: z.enum(['all', 'promotional']),
    reason: z.enum(['blocked', 'closed', 'unsubscribed', 'gone']),
    occurredAt: Instant.nullable(),
    isKeptByPlatform: z.boolean().optional(),
  }),
  event('typing', { sender: Sender, isTyping: z.boolean() }),
  event('identity-changed', { previousExternalId: Id, currentExternalId: Id }),
  event('thread-control', {
    sender: Sender,
    control: z.enum(THREAD_CONTROLS),
    occurredAt: Instant.nullable(),
  }),
  event('template-status', {
    templateExternalId: z.string(),
    name: z.string(),
    language: z.string(),
    change: z.looseObject({
      status: z.enum(TEMPLATE_STATUSES).optional(),
      category: z.enum(TEMPLATE_CATEGORIES).optional(),
    }),
    occurredAt: Instant.nullable(),
  }),
  event('account-health', {
    level: z.enum(['ok', 'warning', 'error']),
    code: z.string(),
    description: z.string(),
  }),
]);

export const PayloadShape = z.object({
  events: z.array(z.object({ accountExternalId: z.string().nullable(), event: Event })),
  unknown: z.array(z.string().min(1)),
  ignored: z.array(z.string().min(1)),
});
