import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whatsapp } from '../../../src/channels/whatsapp/index.ts';
import { isOn, readGraphVersion, readStopWords } from '../../../src/channels/whatsapp/settings.ts';
import { publicCredentials } from '../../../src/core/channel/index.ts';
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
