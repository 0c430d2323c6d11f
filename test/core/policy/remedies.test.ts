import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Remedy, RemedyKind } from '../../../src/core/model/remedy.ts';
import { readTable } from './read-table.ts';
import { decideOn, readSituation, type Situation } from './situation.ts';

const FOLDER = join(import.meta.dirname, 'situations');
const refused = readdirSync(FOLDER)
  .filter((file) => file !== 'README.md')
  .flatMap((file) => readTable(readFileSync(join(FOLDER, file), 'utf8')))
  .filter((row) => row.Verdict === 'may not')
  .map((row) => ({ title: Object.values(row).join(' · '), situation: readSituation(row) }));

/** More steps than any situation needs: one after the other, no objection comes twice. */
const MOST_STEPS = 6;

describe('remedies', () => {
  it('each take away the objection that they answer', () => {
    const offered = refused.flatMap(({ title, situation }) =>
      decideOn(situation).remedies.map((remedy) => ({ title, situation, remedy })),
    );

    for (const { title, situation, remedy } of offered) {
      const before = decideOn(situation);
      const after = decideOn(apply(situation, remedy));
      expect(after.reason, `${remedy.kind}: ${title}`).not.toBe(before.reason);
    }
    expect(new Set(offered.map(({ remedy }) => remedy.kind))).toEqual(
      new Set<RemedyKind>([
        'use-template',
        'wait-until',
        'wait-for-contact',
        'ask-for-consent',
        'hand-to-person',
        'register-opt-in',
        'enable-account-setting',
      ]),
    );
  });

  it('lead, applied one after the other, from every refusal that has one to an allowance', () => {
    const stuck = refused.filter(({ situation }) => {
      const first = decideOn(situation);
      return (
        first.remedies.length > 0 && first.remedies.every((remedy) => !leadsOut(apply(situation, remedy)))
      );
    });

    expect(stuck.map(({ title }) => title)).toEqual([]);
  });
});

function leadsOut(situation: Situation, steps = 0): boolean {
  const { verdict, remedies } = decideOn(situation);
  if (verdict === 'ALLOW') return true;
  return steps < MOST_STEPS && remedies.some((remedy) => leadsOut(apply(situation, remedy), steps + 1));
}

/** The world after somebody has done what the remedy says. */
function apply(situation: Situation, remedy: Remedy): Situation {
  const { request, facts, at } = situation;
  const inWorld = (change: Partial<Situation['facts']>) => ({ ...situation, facts: { ...facts, ...change } });
  switch (remedy.kind) {
    case 'use-template': {
      const [first] = remedy.templates;
      const chosen = facts.approvedTemplates.find(({ name }) => name === first?.name);
      const template = {
        name: 'any',
        language: 'de',
        category: 'UTILITY',
        isApproved: true,
        problems: [],
      } as const;
      return {
        ...inWorld({ template: { ...template, ...chosen } }),
        request: { ...request, partTypes: ['template'] },
      };
    }
    case 'wait-until':
      return {
        ...inWorld({ spentMicros: remedy.at.getUTCMonth() === at.getUTCMonth() ? facts.spentMicros : {} }),
        at: remedy.at,
      };
    case 'wait-for-contact':
      return inWorld({ reachability: 'REACHABLE', lastInboundAt: at });
    case 'ask-for-consent':
      return inWorld({ consent: { state: 'CONFIRMED', isOwnWord: true }, promotionalOptOutAt: null });
    case 'hand-to-person':
      return { ...situation, request: { ...request, author: 'MEMBER' } };
    case 'register-opt-in':
      return inWorld({ consent: { state: 'GRANTED', isOwnWord: false } });
    case 'enable-account-setting':
      return inWorld({ settings: { ...facts.settings, [remedy.setting]: true } });
    case 'use-identity':
      throw new Error('A situation has one identity; the dry run is tested with several.');
    default:
      return remedy satisfies never;
  }
}
