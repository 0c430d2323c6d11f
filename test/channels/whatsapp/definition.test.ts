import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whatsapp } from '../../../src/channels/whatsapp/index.ts';
import { isOn, readGraphVersion, readStopWords } from '../../../src/channels/whatsapp/settings.ts';
import { publicCredentials } from '../../../src/core/channel/index.ts';
import type { PolicyFacts, PolicyRequest } from '../../../src/core/model/policy.ts';
import { decide } from '../../../src/core/policy/decide.ts';
import { contextFor } from './scripted-graph.ts';

const FOLDER = resolve(import.meta.dirname, '../../../src/channels/whatsapp');

describe('the version of the Graph API', () => {
  it('stands in one place', () => {
    const naming = readdirSync(FOLDER)
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /['"`]v\d+\.0['"`]/u.test(readFileSync(resolve(FOLDER, file), 'utf8')));

    expect(naming).toEqual(['settings.ts']);
  });

  it.each([
    [{}, 'v26.0'],
    [{ graphVersion: '' }, 'v26.0'],
    [{ graphVersion: 'v25.0' }, 'v25.0'],
    [{ graphVersion: '25' }, null],
    [{ graphVersion: 'v25.0/../v1.0' }, null],
  ])('is what the account says, if it says one: %o', (settings, version) => {
    expect(readGraphVersion(settings)).toBe(version);
  });
});

describe('settings', () => {
  it('have their defaults in accounts from before they existed', () => {
    expect([isOn({}, 'linkPreviews'), isOn({}, 'marketingTemplates')]).toEqual([true, false]);
    expect(readStopWords({})).toContain('stop');
    expect([...readStopWords({ stopWords: ' Halt ,, ENDE' })]).toEqual(['halt', 'ende']);
  });
});

describe('credentials', () => {
  it('show the ids, and never token and secrets', () => {
    const { credentials } = contextFor('');

    expect(Object.keys(publicCredentials(whatsapp.credentialFields, credentials))).toEqual([
      'phoneNumberId',
      'businessAccountId',
    ]);
  });
});

describe('what WhatsApp allows', () => {
  const HOUR_MS = 60 * 60 * 1000;
  const now = new Date('2026-11-23T12:00:00Z');
  const asked: PolicyRequest = {
    channel: 'whatsapp',
    author: 'MEMBER',
    purpose: 'SERVICE',
    partTypes: ['text'],
  };
  const known: PolicyFacts = {
    reachability: 'REACHABLE',
    lastInboundAt: new Date(now.getTime() - HOUR_MS),
    promotionalOptOutAt: null,
    messagingWindowMs: whatsapp.capabilities.messagingWindowMs,
    initiation: whatsapp.capabilities.initiation,
  };
  const ruleOf = (request: Partial<PolicyRequest>, facts: Partial<PolicyFacts>, at = now) =>
    decide({ ...asked, ...request }, { ...known, ...facts }, whatsapp.policyEditions, at);
  const yesterday = new Date(now.getTime() - 24 * HOUR_MS);

  it.each<[string, Partial<PolicyRequest>, Partial<PolicyFacts>, string | null]>([
    ['free words within 24 hours', {}, {}, null],
    ['free words after them', {}, { lastInboundAt: yesterday }, 'messaging-window'],
    ['free words to who never wrote', {}, { lastInboundAt: null }, 'messaging-window'],
    ['a template after them', { partTypes: ['template'] }, { lastInboundAt: yesterday }, null],
    [
      'marketing to who stopped it',
      { purpose: 'MARKETING' },
      { promotionalOptOutAt: now },
      'promotional-opt-out',
    ],
    ['service to who stopped marketing', {}, { promotionalOptOutAt: now }, null],
    ['anything to who blocked us', {}, { reachability: 'BLOCKED' }, 'opted-out'],
  ])('%s', (_, request, facts, rule) => {
    expect(ruleOf(request, facts).rule).toBe(rule);
  });

  it.each([
    ['2018-09-01', 'whatsapp/2018-08-01'],
    ['2019-12-07', 'whatsapp/2019-12-07'],
    ['2025-06-30', 'whatsapp/2025-04-01'],
    ['2026-09-30', 'whatsapp/2026-01-15'],
    ['2026-11-23', 'whatsapp/2026-10-01'],
  ])('is asked of the edition of the day: %s', (day, edition) => {
    expect(ruleOf({}, {}, new Date(`${day}T00:00:00Z`)).edition).toBe(edition);
  });
});
