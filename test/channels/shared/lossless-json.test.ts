import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLosslessJson } from '../../../src/channels/shared/lossless-json.ts';

const numRuns = Number(process.env.CONFAB_FUZZ_RUNS ?? 2_000);

describe('lossless JSON', () => {
  it.each`
    text                                            | value
    ${'{"token":5741311803571721087}'}              | ${{ token: '5741311803571721087' }}
    ${'[-12345678901234567890]'}                    | ${['-12345678901234567890']}
    ${' 9007199254740993 '}                         | ${'9007199254740993'}
    ${'{"id" : 1234567890123456 , "n":1}'}          | ${{ id: '1234567890123456', n: 1 }}
    ${'[123456789012345]'}                          | ${[123456789012345]}
    ${'[1234567890123456.5,1234567890123456e2]'}    | ${[1234567890123456.5, 1234567890123456e2]}
    ${'[0.1234567890123456,1e0000000000000000]'}    | ${[0.1234567890123456, 1]}
    ${'{"1234567890123456":[9007199254740993]}'}    | ${{ '1234567890123456': ['9007199254740993'] }}
    ${'["see [9007199254740993], ok",1]'}           | ${['see [9007199254740993], ok', 1]}
    ${'["\\",9007199254740993,",9007199254740993]'} | ${['",9007199254740993,', '9007199254740993']}
  `('reads $text', ({ text, value }) => {
    expect(parseLosslessJson(text)).toEqual(value);
  });

  it.each([
    '{1234567890123456:1}',
    '{1234567890123456 :1}',
    '{1234567890123456:[1234567890123456]}',
    '[1234567890123456,"\\1234567890123456]',
    '[00000000000000001]',
    '[--1234567890123456]',
    '[+1234567890123456]',
    '"\\1234567890123456',
    '[1234567890123456',
    '["a,1234567890123456]',
  ])('refuses %s like JSON.parse does', (text) => {
    expect(() => parseLosslessJson(text)).toThrow(SyntaxError);
  });

  it('agrees with JSON.parse on everything but big whole numbers, which keep their digits', () => {
    fc.assert(
      fc.property(documents(), ({ text, expected }) => {
        expect(parseLosslessJson(text)).toEqual(expected);
      }),
      { numRuns },
    );
  });

  it('refuses and accepts exactly the texts that JSON.parse refuses and accepts', () => {
    const alphabet = fc.constantFrom(
      '"',
      '\\',
      '[',
      ']',
      '{',
      '}',
      ':',
      ',',
      ' ',
      '-',
      '.',
      'e',
      '0',
      '1',
      'u',
    );
    const piece = fc.oneof(alphabet, fc.constant('1234567890123456789'), fc.constant('"k":'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        expect(isRefused(parseLosslessJson, text)).toBe(isRefused(JSON.parse, text));
      }),
      { numRuns: numRuns * 5 },
    );
  });

  it('reads bodies of megabytes, whatever their strings hold', () => {
    const escapes = '\\"'.repeat(1_500_000);

    expect(parseLosslessJson(`["${escapes}",9007199254740993]`)).toEqual([
      '"'.repeat(1_500_000),
      '9007199254740993',
    ]);
  });
});

/** JSON text beside what it must read as. Big numbers are written into the text by way of a marked string. */
function documents(): fc.Arbitrary<{ text: string; expected: unknown }> {
  const big = fc
    .bigInt({ min: 10n ** 15n, max: 10n ** 40n })
    .chain((digits) => fc.boolean().map((isNegative) => `#${isNegative ? -digits : digits}`));
  const string = fc.string({ unit: 'binary', maxLength: 20 }).filter((value) => !value.startsWith('#'));
  const leaf = fc.oneof(
    big,
    string,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(string, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  return (
    fc
      .tuple(tree, fc.constantFrom(undefined, 2))
      // A double such as 1e15 is written as a whole number of 16 digits: it is one then.
      .map(([value, indent]) => ({
        text: JSON.stringify(value, null, indent).replace(/"#(-?\d+)"/gu, '$1'),
        expected: withoutMarks(JSON.parse(JSON.stringify(value))),
      }))
  );
}

function withoutMarks(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('#') ? value.slice(1) : value;
  if (typeof value === 'number') return /^-?\d{16,}$/u.test(String(value)) ? String(value) : value;
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutMarks(member)]));
}

function isRefused(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return false;
  } catch {
    return true;
  }
}
