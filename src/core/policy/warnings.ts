import { isPromotional } from '../model/words.ts';
import type { Binding } from './bindings.ts';
import type { Situation } from './rule.ts';
import type { InForce } from './timeline.ts';
import { isOpen, lanesFor } from './window.ts';

/** What the sender should know although nothing stands against the message. */
export function warningsOf(
  { edition }: InForce,
  bindings: readonly Binding[],
  situation: Situation,
): readonly string[] {
  const { request, facts, at } = situation;
  const isQuietUnknown =
    isPromotional(request.purpose) &&
    facts.timeZone === null &&
    bindings.some(({ rule }) => rule === 'quiet-hours');
  const isTemplateUnknown = facts.template === null && request.partTypes.includes('template');
  const open = lanesFor(situation, edition.terms?.['messaging-window'] ?? null).filter((lane) =>
    isOpen(lane, facts, at),
  );
  // A lane of doubtful standing is worth a word only where no other carries the message.
  const isDoubtful = open.length > 0 && open.every(({ warning }) => warning !== undefined);
  return [
    ...(edition.warnings ?? [])
      .filter(
        ({ authors, purposes }) =>
          (authors === undefined || authors.includes(request.author)) &&
          (purposes === undefined || purposes.includes(request.purpose)),
      )
      .map(({ text }) => text),
    ...(isDoubtful ? open.flatMap(({ warning }) => warning ?? []) : []),
    ...(isQuietUnknown
      ? ['The time zone of the contact is unknown, so quiet hours were not looked at.']
      : []),
    ...(isTemplateUnknown
      ? ['The template is not known here: whether it is approved and filled was not looked at.']
      : []),
  ];
}
