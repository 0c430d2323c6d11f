import * as z from 'zod';
import type { SenderFacts } from '../../core/channel/index.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { type Fields, type Message, optional, Word } from './payload.ts';

const Reaction = z.object({ message_id: Word, emoji: optional(z.string()) });

/** One person shows one emoji at most; none, or an empty one, takes it back. */
export function readReaction({ timestamp }: Message, { reaction }: Fields, sender: SenderFacts): Reading {
  const content = Reaction.safeParse(reaction);
  if (!content.success) return notUnderstood(label('message', 'reaction', 'malformed'));
  const { message_id, emoji = '' } = content.data;
  return understood([
    {
      kind: 'reaction',
      targetExternalId: message_id,
      sender,
      emojis: emoji === '' ? [] : [emoji],
      reactedAt: timestamp ?? null,
    },
  ]);
}
