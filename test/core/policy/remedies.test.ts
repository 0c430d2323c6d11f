import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createChannelRegistry } from '../../../src/core/channel/index.ts';
import { weighSending } from '../../../src/core/inbox/weigh-sending.ts';
import type { Remedy, RemedyKind } from '../../../src/core/model/remedy.ts';
import type { FactsRow } from '../../../src/core/store/policy-facts.ts';
import { exampleChannel } from '../../support/example-channel.ts';
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

/** Where each kind is applied and seen to help; the compiler wants every kind. */
const PROVEN_BY: Readonly<Record<RemedyKind, 'situations' | 'another identity' | 'a move'>> = {
  'use-template': 'situations',
  'wait-until': 'situations',
  'wait-for-contact': 'situations',
  'ask-for-consent': 'situations',
  'move-audience': 'a move',
  'use-identity': 'another identity',
  'hand-to-person': 'situations',
  'register-opt-in': 'situations',
  'enable-account-setting': 'situations',
};

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
    const inSituations = Object.entries(PROVEN_BY).filter(([, place]) => place === 'situations');
    expect(new Set(offered.map(({ remedy }) => remedy.kind))).toEqual(
      new Set(inSituations.map(([kind]) => kind)),
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

describe('a contact who is known to two accounts', () => {
  const channels = createChannelRegistry([exampleChannel]);
  const message = { author: 'MEMBER', purpose: 'SERVICE', parts: [{ type: 'text', text: 'Hello' }] } as const;
  const at = new Date('2026-06-15T12:00:00Z');
  const weigh = (...rows: readonly FactsRow[]) =>
    weighSending(exampleChannel, { channels, rows, message, at });
  const blocked = factsRow('01920000-0000-7000-8000-00000000000a', { reachability: 'BLOCKED' });
  const open = factsRow('01920000-0000-7000-8000-00000000000b', { lastInboundAt: at });

  it('is written to over the identity that the refusal names', () => {
    const refused = weigh(blocked, open);
    const named = refused.remedies.find(({ kind }) => kind === 'use-identity');
    if (named?.kind !== 'use-identity') throw new Error('No other identity was named.');
    const there = [blocked, open].filter(({ identityId }) => identityId === named.identityId);

    expect(refused).toMatchObject({ verdict: 'REFUSE', rule: 'opted-out' });
    expect(weigh(...there)).toMatchObject({ verdict: 'ALLOW' });
  });

  it('is not sent from one refusal to another', () => {
    const gone = factsRow('01920000-0000-7000-8000-00000000000c', { reachability: 'GONE' });
    const paused = { ...open, accountStatus: 'PAUSED' } as const;

    expect(weigh(blocked, gone, paused).remedies.map(({ kind }) => kind)).not.toContain('use-identity');
  });
});

function factsRow(identityId: string, change: Partial<FactsRow>): FactsRow {
  return {
    askIndex: 0,
    clockOffsetMs: 0,
    isAsked: false,
    identityId: identityId as FactsRow['identityId'],
    identity: {},
    channelAccountId: identityId as unknown as FactsRow['channelAccountId'],
    channel: 'example',
    accountStatus: 'ACTIVE',
    accountExternalId: null,
    accountName: 'Acme',
    accountUsername: null,
    settings: {},
    externalId: '7001',
    aliases: [],
    country: null,
    reachability: 'REACHABLE',
    lastInboundAt: null,
    promotionalOptOutAt: null,
    isPromotionalOptOutKept: false,
    timeZone: null,
    topicId: null,
    topicName: null,
    topicPurpose: null,
    consentState: null,
    consentIsOwnWord: null,
    template: null,
    templateLanguages: [],
    approvedTemplates: [],
    promotionalSentAt: [],
    heldBackAt: [],
    entryPointAt: null,
    operatorRules: [],
    spentMicros: {},
    rateCard: null,
    ...change,
  };
}

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
    case 'move-audience':
      throw new Error(
        'A situation has one identity of one channel; others are tested below, and in the move.',
      );
    default:
      return remedy satisfies never;
  }
}
