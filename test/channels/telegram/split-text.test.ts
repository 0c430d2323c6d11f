import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../src/channels/telegram/formatting.ts';
import { splitText } from '../../../src/channels/telegram/split-text.ts';
import { cpuMs } from '../../support/cpu-ms.ts';

const numRuns = Number(process.env.CONFAB_FUZZ_RUNS ?? 300);
const MAX_LENGTH = 50;

const split = (text: string, entities: readonly Entity[] = []) => splitText({ text, entities }, MAX_LENGTH);
const bold = (offset: number, length: number): Entity => ({ type: 'bold', offset, length });

/** Words, lines, emoji of several units, and long runs without a place to cut. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(' ', '\n', '😀', '👨‍👩‍👧', 'x'.repeat(70)),
    ),
  )
  .map((pieces) => pieces.join('').toWellFormed());

const formatted = anyText
  .filter((text) => text !== '')
  .chain((text) =>
    fc.record({
      text: fc.constant(text),
      entities: fc.array(
        fc
          .tuple(fc.nat({ max: text.length - 1 }), fc.integer({ min: 1, max: 80 }))
          .map(([offset, length]) => bold(offset, Math.min(length, text.length - offset))),
        { maxLength: 10 },
      ),
    }),
  );

describe('splitting a text', () => {
  it('gives pieces that together are the text, each short enough and none within a character', () => {
    fc.assert(
      fc.property(formatted, ({ text, entities }) => {
        const pieces = splitText({ text, entities }, MAX_LENGTH);

        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.text.length).toBeLessThanOrEqual(MAX_LENGTH);
          expect(piece.text.isWellFormed()).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  it('keeps every span on its characters', () => {
    fc.assert(
      fc.property(formatted, ({ text, entities }) => {
        const marked = new Set<number>();
        let start = 0;
        for (const piece of splitText({ text, entities }, MAX_LENGTH)) {
          for (const { offset, length } of piece.entities) {
            expect(offset + length).toBeLessThanOrEqual(piece.text.length);
            for (let at = offset; at < offset + length; at += 1) marked.add(start + at);
          }
          start += piece.text.length;
        }

        const wanted = new Set(
          entities.flatMap(({ offset, length }) => Array.from({ length }, (_, at) => offset + at)),
        );
        expect(marked).toEqual(wanted);
      }),
      { numRuns },
    );
  });

  it('leaves a text alone that fits', () => {
    expect(split('x'.repeat(MAX_LENGTH), [bold(0, 3)])).toEqual([
      { text: 'x'.repeat(MAX_LENGTH), entities: [bold(0, 3)] },
    ]);
  });

  it('cuts rather after a line than after a word', () => {
    const [first] = split(`${'a'.repeat(30)}\n${'bb '.repeat(20)}`);

    expect(first?.text).toBe(`${'a'.repeat(30)}\n`);
  });

  it('cuts after the last word where there is no line, and anywhere where there is no word', () => {
    expect(split(`${'word '.repeat(20)}`)[0]?.text).toBe('word '.repeat(10));
    expect(split('x'.repeat(120)).map(({ text }) => text.length)).toEqual([50, 50, 20]);
  });

  it('does not cut for the sake of a line end that stands at the beginning', () => {
    expect(split(`a\n${'x'.repeat(80)}`)[0]?.text).toHaveLength(MAX_LENGTH);
  });

  it('cuts rather before a span than within it', () => {
    const text = `${'a'.repeat(30)} ${'bb '.repeat(20)}`;

    expect(split(text, [bold(31, 40)])[0]).toEqual({ text: `${'a'.repeat(30)} `, entities: [] });
  });

  it('lets a span go on that is longer than a piece', () => {
    const pieces = split('bb '.repeat(30), [bold(10, 60)]);

    expect(pieces.map(({ entities }) => entities)).toEqual([[bold(10, 38)], [bold(0, 22)]]);
  });

  it('needs well under a second for a hundred thousand characters under a thousand spans', () => {
    const entities = Array.from({ length: 1000 }, (_, offset) => bold(offset, 90_000));

    const spent = cpuMs(() => splitText({ text: 'word '.repeat(20_000), entities }, 4096));

    expect(spent).toBeLessThan(1_000);
  });
});
