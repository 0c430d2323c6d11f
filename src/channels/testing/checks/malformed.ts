import type { ParsedPayload } from '../../../core/channel/index.ts';
import { PayloadShape } from '../../../core/channel/payload-shape.ts';
import { bodyOf, jsonOf } from '../body-of.ts';
import { type Check, must, type Subject } from '../check.ts';
import { parsersOf } from './parsing.ts';

/** Bodies that no documentation shows: parsing is total, whatever a platform (or somebody with its secret) sends. */
export const malformedChecks: readonly Check[] = [
  {
    name: 'returns for bytes that are no body of the platform, and keeps them',
    run(subject) {
      for (const parse of parsersOf(subject)) {
        for (const [what, body] of brokenBodies(subject)) {
          const { events, unknown } = total(parse, body, what);
          must(events.length === 0, `It reads events out of ${what}.`);
          must(unknown.length > 0, `It drops ${what} in silence: put a label into \`unknown\`.`);
        }
      }
    },
  },
  {
    name: 'returns whatever stands in a field, and what it returns has the shape that the core relies on',
    run(subject) {
      for (const parse of parsersOf(subject)) {
        for (const fixture of subject.fixtures.inbound) {
          total(parse, bodyOf(fixture), `"${fixture.name}"`);
          for (const [path, json] of mutations(jsonOf(bodyOf(fixture)))) {
            const body = new TextEncoder().encode(JSON.stringify(json));
            total(parse, body, `"${fixture.name}" with another value at ${path}`);
          }
        }
      }
    },
  },
];

function total(parse: (body: Uint8Array) => ParsedPayload, body: Uint8Array, what: string): ParsedPayload {
  let payload: ParsedPayload;
  try {
    payload = parse(body);
  } catch (error) {
    must(false, `Parsing is total, but it threw for ${what}: ${String(error)}`);
  }
  const shape = PayloadShape.safeParse(payload);
  must(
    shape.success,
    `For ${what} it returns what the core can not use: ${JSON.stringify(shape.error?.issues.slice(0, 3))}`,
  );
  return payload;
}

function brokenBodies({ fixtures }: Subject): readonly (readonly [string, Uint8Array])[] {
  const text = (value: string) => new TextEncoder().encode(value);
  const [typical] = fixtures.inbound.map(bodyOf).filter((body) => jsonOf(body) !== undefined);
  return [
    ['an empty body', new Uint8Array()],
    ['a zero byte', Uint8Array.of(0)],
    ['bytes that are no UTF-8', Uint8Array.of(0xff, 0xfe, 0xc0, 0x80)],
    ['a page of HTML', text('<html><body>502 Bad Gateway</body></html>')],
    ['arrays within arrays', text('['.repeat(20_000))],
    ['half a body', (typical ?? text('{"a":')).subarray(0, (typical?.length ?? 5) >> 1)],
  ];
}

/** What may stand where something else was expected. */
const ODD_VALUES: readonly unknown[] = [
  null,
  '',
  '\u0000',
  '\ud800',
  'x'.repeat(5_000),
  -1,
  0.5,
  1e21,
  true,
  [],
  [null],
  {},
];

/** The same JSON with one place changed, or taken away: every place in turn. */
function* mutations(json: unknown, path = '$'): Generator<readonly [path: string, json: unknown]> {
  if (Array.isArray(json)) {
    for (const [index, value] of json.entries()) {
      const at = `${path}[${index}]`;
      yield [`${at} (gone)`, json.toSpliced(index, 1)];
      for (const [where, odd] of changesOf(value, at)) yield [where, json.with(index, odd)];
    }
    return;
  }
  if (typeof json !== 'object' || json === null) return;
  for (const [name, value] of Object.entries(json)) {
    const at = `${path}.${name}`;
    const { [name]: _gone, ...others } = json as Readonly<Record<string, unknown>>;
    yield [`${at} (gone)`, others];
    for (const [where, odd] of changesOf(value, at)) yield [where, { ...json, [name]: odd }];
  }
}

function* changesOf(value: unknown, path: string): Generator<readonly [path: string, json: unknown]> {
  for (const odd of ODD_VALUES) yield [path, odd];
  yield* mutations(value, path);
}
