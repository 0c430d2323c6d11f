import type { InboundEvent, ParsedPayload } from '../../../core/channel/index.ts';
import { bodyOf, wholeNumbersIn, withNumber } from '../body-of.ts';
import { type Check, must, mustEqual, type Subject, webhookAccountOf } from '../check.ts';

/** Typical bodies, repeated, in another order, of unknown kinds and with great numbers. */
export const parsingChecks: readonly Check[] = [
  {
    name: 'understands every documented body, wholly',
    run(subject) {
      for (const parse of parsersOf(subject)) {
        for (const fixture of subject.fixtures.inbound) {
          const { events, unknown, ignored } = parse(bodyOf(fixture));
          const { expected } = fixture;
          mustEqual(
            { events: events.map(({ event }) => event), unknown, ignored },
            { events: expected.events, unknown: expected.unknown ?? [], ignored: expected.ignored ?? [] },
            `"${fixture.name}" is parsed to something else:`,
          );
        }
      }
    },
  },
  {
    name: 'says the same of a repeated body, whatever came between',
    run(subject) {
      for (const parse of parsersOf(subject)) {
        const bodies = subject.fixtures.inbound.map(bodyOf);
        const first = bodies.map((body) => parse(body));
        const copies = bodies.map((body) => Uint8Array.from(body));
        const backwards = bodies.toReversed().map((body) => parse(body));
        mustEqual(backwards.toReversed(), first, 'What a body means depends on what came before it:');
        mustEqual(bodies.map(String), copies.map(String), 'Parsing changes the bytes of the body:');
      }
    },
  },
  {
    name: 'names a message that is delivered again as before, and two messages differently',
    run(subject) {
      const { inbound } = subject.fixtures;
      const keys = new Map(inbound.map((fixture) => [fixture.name, messageIds(subject, fixture)]));
      for (const { name, repeats } of inbound.filter((fixture) => fixture.repeats !== undefined)) {
        const original = keys.get(repeats ?? '');
        must(original !== undefined, `"${name}" repeats "${repeats}", which is no fixture.`);
        mustEqual(keys.get(name), original, `"${name}" is a second delivery of "${repeats}":`);
      }
      for (const [name, ids] of keys) {
        must(new Set(ids).size === ids.length, `In "${name}" two messages have one id: ${ids.join(', ')}.`);
      }
    },
  },
  {
    name: 'keeps what it does not know, and says so',
    run(subject) {
      const hasUnknown = subject.fixtures.inbound.some(({ expected }) => (expected.unknown ?? []).length > 0);
      must(hasUnknown, 'No fixture shows a kind that the adapter does not know.');
      for (const parse of parsersOf(subject)) {
        for (const strange of STRANGE_BODIES) {
          const { events, unknown } = parse(new TextEncoder().encode(strange));
          must(events.length === 0, `It reads events out of ${strange}.`);
          must(unknown.length > 0, `It drops ${strange} in silence: put a label into \`unknown\`.`);
        }
        for (const fixture of subject.fixtures.inbound) {
          const { events, unknown, ignored } = parse(bodyOf(fixture));
          must(
            events.length + unknown.length + ignored.length > 0,
            `It drops "${fixture.name}" in silence: a body is understood, unknown or ignored.`,
          );
        }
      }
    },
  },
  {
    name: 'keeps ids beyond 2^53 exactly, or does not claim to understand them',
    run(subject) {
      for (const parse of parsersOf(subject)) {
        for (const fixture of subject.fixtures.inbound) {
          const text = new TextDecoder().decode(bodyOf(fixture));
          for (const number of wholeNumbersIn(text)) {
            const body = new TextEncoder().encode(withNumber(text, number, GREAT));
            must(
              !textsIn(parse(body)).some((said) => said.includes(ROUNDED)),
              `"${fixture.name}" with ${GREAT} for ${number} comes out as ${ROUNDED}. Read the body with parseLosslessJson.`,
            );
          }
        }
      }
    },
  },
];

/** 2^53 + 1, which a JavaScript number can not hold, and what it becomes. */
const GREAT = '9007199254740993';
const ROUNDED = '9007199254740992';

const STRANGE_BODIES = ['{"a kind that nobody has thought of":{"id":1}}', '"text"', '[1]', '17', 'null'];

/** Webhook and polling may read in different ways; both must hold. */
export function parsersOf(subject: Subject): readonly ((body: Uint8Array) => ParsedPayload)[] {
  const { webhook, polling } = subject.definition;
  const account = webhookAccountOf(subject);
  const parsers = new Set([webhook?.parse, polling?.parse].filter((parse) => parse !== undefined));
  return [...parsers].map((parse) => (body) => parse(body, account));
}

/** Everything that the fixtures' bodies say, as the adapter reads it. */
export function eventsOf(subject: Subject): readonly InboundEvent[] {
  const [parse] = parsersOf(subject);
  if (parse === undefined) return [];
  return subject.fixtures.inbound.flatMap((fixture) =>
    parse(bodyOf(fixture)).events.map(({ event }) => event),
  );
}

/** Ids are texts by the time that the core sees them. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function messageIds(subject: Subject, fixture: Subject['fixtures']['inbound'][number]): readonly string[] {
  const [parse] = parsersOf(subject);
  const events = parse?.(bodyOf(fixture)).events ?? [];
  return events.flatMap(({ event }) =>
    event.kind === 'message' || event.kind === 'echo' ? [event.externalId] : [],
  );
}
