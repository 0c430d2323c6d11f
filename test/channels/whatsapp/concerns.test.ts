import { describe, expect, it } from 'vitest';
import { concerns } from '../../../src/channels/whatsapp/parse.ts';
import { account } from './fixtures.ts';

describe('whom news of a business concern', () => {
  it.each([
    ['its business', '204718390551002', true],
    ['its public number', '4930901820', true],
    ['another business', '204718390551003', false],
    ['another number', '4930901821', false],
  ])('is told by %s', (_name, externalId, isConcerned) => {
    expect(concerns(externalId, account)).toBe(isConcerned);
  });

  it('is nobody before anything is known of the account', () => {
    expect(concerns('', { externalId: null, username: null, settings: {} })).toBe(false);
  });
});
