import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcast } from '../../../src/channels/viber/broadcast.ts';
import { capabilities } from '../../../src/channels/viber/capabilities.ts';
import { render } from '../../../src/channels/viber/render.ts';
import type { Card, ChoiceOption, MediaSource, Part } from '../../../src/core/model/part.ts';
import { lossesOf, outbound, requestsOf, toMany } from './outbound.ts';
import { BroadcastMessage, SendMessage } from './wire-schema.ts';

const numRuns = Number(process.env.CONFAB_FUZZ_RUNS ?? 500);
const bytesOf = (body: unknown) => Buffer.byteLength(JSON.stringify(body));
const textsOf = (words: string, to?: readonly string[]) =>
  requestsOf(
    to === undefined
      ? render(outbound([{ type: 'text', text: words }]))
      : broadcast.render(toMany([{ type: 'text', text: words }], to)),
  ).map(({ body }) => ({ text: String(body.text), bytes: bytesOf(body) }));

const option = (index: number, facts: object = {}): ChoiceOption => ({
  action: 'reply',
  payload: `pick:${index}`,
  title: `Number ${index}`,
  ...facts,
});
const choice = (count: number, facts: object = {}): Part => ({
  type: 'choice',
  style: 'buttons',
  text: 'Which?',
  options: Array.from({ length: count }, (_, index) => option(index, facts)),
});
const cards = (count: number, facts: Partial<Card> = {}): Part => ({
  type: 'card',
  cards: Array.from({ length: count }, (_, index) => ({ title: `Card ${index}`, ...facts })),
});
const rendering = (part: Part) => render(outbound([part]));

describe('a text', () => {
  it.each([
    [7000, 1],
    [7001, 2],
    [21_000, 3],
  ])('of %d characters is %d messages', (length, count) => {
    expect(textsOf('x'.repeat(length))).toHaveLength(count);
  });

  it('is cut at a line, else at a word, and loses nothing', () => {
    const words = `${'word '.repeat(1300)}\n${'word '.repeat(1300)}`;

    const pieces = textsOf(words).map(({ text }) => text);

    expect(pieces.map((piece) => piece.at(-1))).toEqual(['\n', ' ']);
    expect(pieces.join('')).toBe(words);
    expect(lossesOf(render(outbound([{ type: 'text', text: words }])))).toEqual(['text-split']);
  });

  it('is never cut within a character', () => {
    const pieces = textsOf(`x${'🎲'.repeat(9000)}`).map(({ text }) => text);

    expect(pieces.every((piece) => piece.isWellFormed() && piece.length <= 7000)).toBe(true);
    expect(pieces.join('')).toBe(`x${'🎲'.repeat(9000)}`);
  });

  it.each(['\u0001', '\\', '"', '世', '\n.'])(
    'of characters that are long on the wire ("%s") stays below 30 kB',
    (char) => {
      const pieces = textsOf(char.repeat(20_000));

      expect(Math.max(...pieces.map(({ bytes }) => bytes))).toBeLessThanOrEqual(30_000);
      expect(pieces.map(({ text }) => text).join('')).toBe(char.repeat(20_000));
    },
  );

  it('leaves room for 300 recipients', () => {
    const recipients = Array.from({ length: 300 }, (_, index) => `user${index}=`.padStart(32, 'x'));

    const pieces = textsOf('世'.repeat(14_000), recipients);

    expect(pieces.length).toBeGreaterThan(2);
    expect(Math.max(...pieces.map(({ bytes }) => bytes))).toBeLessThanOrEqual(30_000);
  });
});

describe('a keyboard', () => {
  it.each([
    [1, 6],
    [12, 6],
    [13, 3],
    [24, 3],
  ])('of %d buttons gives each %d columns', (count, columns) => {
    const [request] = requestsOf(rendering(choice(count)));

    expect(SendMessage.safeParse(request?.body).error).toBeUndefined();
    expect(JSON.stringify(request?.body)).toContain(`"Columns":${columns},`);
  });

  it('of 25 buttons becomes lines', () => {
    expect(lossesOf(rendering(choice(25)))).toEqual(['choice-as-text']);
    expect(capabilities.choice.maxOptions).toBe(24);
  });

  it('cuts long titles before they are escaped, never within', () => {
    const part = choice(2, { title: '<&>'.repeat(90) });

    const [request] = requestsOf(rendering(part));

    expect(SendMessage.safeParse(request?.body).error).toBeUndefined();
    expect(lossesOf(rendering(part))).toEqual(['shortened']);
  });
});

describe('a carousel', () => {
  const image: MediaSource = { from: 'url', url: 'https://cdn.example.org/p/1.jpg' };

  it.each([
    [6, 1],
    [7, 2],
    [20, 4],
  ])('of %d cards is %d messages', (count, messages) => {
    expect(requestsOf(rendering(cards(count, { image, options: [option(1)] })))).toHaveLength(messages);
  });

  it.each([
    [3, {}, []],
    [4, {}, ['card-as-text']],
    [5, { image: undefined }, []],
    [6, { image: undefined }, ['card-as-text']],
  ])('has room for %d buttons a card (%j): losses %j', (count, facts, losses) => {
    const options = Array.from({ length: count }, (_, index) => option(index));
    const { image: picture = null } = { image, ...facts };

    const part = cards(2, { ...(picture !== null && { image: picture }), options });

    expect(lossesOf(rendering(part))).toEqual(losses);
  });

  it('cuts the subtitle before the title, and neither within an escape', () => {
    const part = cards(1, { title: '<T>'.repeat(20), subtitle: '&'.repeat(200) });

    const [request] = requestsOf(rendering(part));

    expect(SendMessage.safeParse(request?.body).error).toBeUndefined();
    expect(JSON.stringify(request?.body)).toContain('</b><br>&amp;');
    expect(lossesOf(rendering(part))).toEqual(['shortened']);
  });

  it('of large cards becomes several, each below 30 kB', () => {
    const options = Array.from({ length: 3 }, (_, index) =>
      option(index, { title: '世'.repeat(250), payload: 'x'.repeat(250) }),
    );
    const part = cards(6, { image, title: '世'.repeat(200), options });

    const requests = requestsOf(rendering(part));

    expect(requests.length).toBeGreaterThan(1);
    for (const { body } of requests) expect(SendMessage.safeParse(body).error).toBeUndefined();
  });
});

describe('whatever parts there are', () => {
  const words = fc.oneof(
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.string({ minLength: 200, maxLength: 9000, unit: 'grapheme' }),
    fc.constant('<b>&"\\\u0000'),
  );
  const url = fc.constantFrom(
    'https://cdn.example.org/1.jpg',
    'https://cdn.example.org/1.mp4',
    'https://cdn.example.org/f.pdf?x=1',
    'https://cdn.example.org/%E0%A4%A',
    'no address',
    `https://cdn.example.org/${'x'.repeat(300)}`,
  );
  const source = fc.oneof(
    { weight: 5, arbitrary: url.map((address): MediaSource => ({ from: 'url', url: address })) },
    fc.constant<MediaSource>({ from: 'platform', reference: 'sticker:7' }),
    fc.constant<MediaSource>({ from: 'store', mediaId: 'm1' as never }),
  );
  const choiceOption: fc.Arbitrary<ChoiceOption> = fc.oneof(
    fc.record({ action: fc.constant('reply' as const), payload: words, title: words, description: words }),
    fc.record({ action: fc.constant('open-url' as const), url, title: words }),
    fc.record({ action: fc.constantFrom('share-phone' as const, 'share-location' as const), title: words }),
  );
  const options = fc.array(choiceOption, { minLength: 1, maxLength: 30 });
  const optionally = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
  const part = fc.oneof(
    fc.record({
      type: fc.constant('text'),
      text: words,
      formatting: fc.array(
        fc.record({
          style: fc.constantFrom('bold', 'italic', 'code', 'link', 'quote'),
          offset: fc.nat(60),
          length: fc.nat(60),
          url,
        }),
        { maxLength: 4 },
      ),
    }),
    fc.record({
      type: fc.constant('media'),
      kind: fc.constantFrom('image', 'audio', 'voice', 'video', 'video-note', 'animation', 'file', 'sticker'),
      source,
      caption: optionally(words),
      fileName: optionally(words),
      sizeBytes: optionally(fc.integer({ min: 1, max: 60_000_000 })),
      durationMs: optionally(fc.nat(400_000)),
    }),
    fc.record({
      type: fc.constant('location'),
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      name: optionally(words),
    }),
    fc.record({
      type: fc.constant('contact-card'),
      contacts: fc.array(
        fc.record({
          name: words,
          phones: fc.array(words, { maxLength: 2 }),
          emails: fc.array(words, { maxLength: 1 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    fc.record({
      type: fc.constant('choice'),
      style: fc.constantFrom('buttons', 'list'),
      text: words,
      options,
    }),
    fc.record({
      type: fc.constant('card'),
      cards: fc.array(
        fc.record({
          title: words,
          subtitle: optionally(words),
          image: optionally(source),
          url: optionally(url),
          options: optionally(options),
        }),
        { minLength: 1, maxLength: 8 },
      ),
    }),
    fc.record({ type: fc.constant('poll'), question: words, options: fc.array(words, { minLength: 2 }) }),
  ) as fc.Arbitrary<Part>;

  it('every request is one that Viber takes, or there is none and a reason', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const result = render(outbound(parts));
        if (result.kind === 'unrenderable') return result.problems.length > 0;
        taken += result.requests.length;
        for (const { body } of result.requests) {
          const { error } = SendMessage.safeParse(body);
          if (error !== undefined)
            throw new Error(`${error.message} in ${JSON.stringify(body).slice(0, 600)}`);
        }
        return result.requests.length > 0;
      }),
      { numRuns },
    );
    expect(taken).toBeGreaterThan(numRuns / 2);
  });

  it('a broadcast of them is one that Viber takes, too', () => {
    fc.assert(
      fc.property(
        part,
        fc.uniqueArray(fc.base64String({ minLength: 4, maxLength: 24 }), { minLength: 1 }),
        (one, to) => {
          const result = broadcast.render(toMany([one], to));
          return (
            result.kind === 'unrenderable' ||
            result.requests.every(({ body }) => BroadcastMessage.safeParse(body).success)
          );
        },
      ),
      { numRuns },
    );
  });
});
