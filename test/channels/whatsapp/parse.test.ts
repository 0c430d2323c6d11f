import { describe, expect, it } from 'vitest';
import { parseWebhook } from '../../../src/channels/whatsapp/parse.ts';
import { account, inboundFixtures } from './fixtures.ts';

const parse = (text: string) => parseWebhook(new TextEncoder().encode(text), account);

describe.each(inboundFixtures)('a body about $about', ({ cases }) => {
  it.each(cases)('$name', ({ text, expected }) => {
    // Through JSON, because a fixture writes an instant as text.
    expect(JSON.parse(JSON.stringify(parse(text)))).toEqual(expected);
  });
});
