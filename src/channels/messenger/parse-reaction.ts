import * as z from 'zod';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import type { EventContext } from './parse-event.ts';
import { optional, Word } from './payload.ts';

const Reaction = z.object({
  mid: Word,
  action: z.enum(['react', 'unreact']),
  emoji: optional(Word),
  reaction: optional(Word),
});

/** Older bodies name the reaction and leave the emoji out. */
const EMOJI_OF: ReadonlyMap<string, string> = new Map([
  ['smile', '😆'],
  ['angry', '😠'],
  ['sad', '😢'],
  ['wow', '😮'],
  ['love', '❤️'],
  ['like', '👍'],
  ['dislike', '👎'],
]);

/** A person has one reaction on a message at most. */
export function readReaction(value: unknown, context: EventContext): Reading {
  const parsed = Reaction.safeParse(value);
  if (!parsed.success) return notUnderstood(label('reaction', 'malformed'));
  const { contactId, isFromPage, occurredAt } = context;
  if (isFromPage) return ignored(label('reaction', 'by-page'));
  if (contactId === null) return notUnderstood(label('reaction', 'nobody'));
  const { mid, action, emoji, reaction } = parsed.data;
  const shown = emoji ?? EMOJI_OF.get(reaction ?? '');
  if (action === 'react' && shown === undefined) return notUnderstood(label('reaction', reaction ?? 'none'));
  return understood([
    {
      kind: 'reaction',
      targetExternalId: mid,
      sender: { externalId: contactId },
      emojis: action === 'react' && shown !== undefined ? [shown] : [],
      reactedAt: occurredAt,
      ...(action === 'react' && { opensWindow: true }),
    },
  ]);
}
