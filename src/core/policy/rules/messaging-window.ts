import type { RemedyAction } from '../../model/remedy.ts';
import type { PolicyRule, Situation } from '../rule.ts';
import { templateInstead } from '../suitable-templates.ts';
import { isOpen, lanesFor, settingThatOpens } from '../window.ts';

/** Free-form content is welcome only for a while after the contact last wrote; the last millisecond is outside. */
export const messagingWindow: PolicyRule<'messaging-window'> = {
  name: 'messaging-window',
  check: (situation, lanes) => {
    const { request, facts, at } = situation;
    const isTemplate = request.partTypes.length > 0 && request.partTypes.every((type) => type === 'template');
    if (isTemplate || lanesFor(situation, lanes).some((lane) => isOpen(lane, facts, at))) return null;
    const personMay = canPersonWrite(situation, lanes);
    return {
      reason: reasonOf(situation, personMay),
      remedies: remediesOf(situation, personMay, settingThatOpens(situation, lanes, at)),
    };
  },
};

/** Some lanes are for people alone: would one of them carry it now? */
function canPersonWrite(situation: Situation, lanes: Parameters<typeof lanesFor>[1]): boolean {
  if (situation.request.author === 'MEMBER') return false;
  const byPerson = { ...situation, request: { ...situation.request, author: 'MEMBER' as const } };
  return lanesFor(byPerson, lanes).some((lane) => isOpen(lane, situation.facts, situation.at));
}

function reasonOf({ facts }: Situation, personMay: boolean): string {
  if (personMay) return 'By now only a person may write; automatic messages are too late.';
  return facts.lastInboundAt === null
    ? 'The contact has never written, so no window for free-form messages is open.'
    : 'The contact has not written within the messaging window.';
}

function remediesOf(
  { request, facts }: Situation,
  personMay: boolean,
  setting: string | null,
): readonly RemedyAction[] {
  return [
    ...(personMay ? [{ kind: 'hand-to-person' } as const] : []),
    ...(setting === null ? [] : [{ kind: 'enable-account-setting', setting } as const]),
    ...templateInstead(request, facts),
    { kind: 'wait-for-contact', links: [] },
  ];
}
