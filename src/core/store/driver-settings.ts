import type { Options } from 'postgres';
import { fromArrayLiteral, fromHex, toHex } from './wire-values.ts';

/** What every session of ours asks of the server; a value in DATABASE_URL (`?statement_timeout=…`) wins. */
const SESSION = {
  application_name: 'confab',
  statement_timeout: 30_000,
  // A writer that stands still would hold the locks of its workspace's counter.
  idle_in_transaction_session_timeout: 15_000,
  // Our statements differ in their parameters' contents, not in their best plan, and planning a large one
  // again costs more than running it.
  plan_cache_mode: 'force_generic_plan',
};

/** PostgreSQL's numbers of the types that the driver converts otherwise than the embedded engine does. */
const BYTEA = 17;
const JSON_TYPES = [114, 3802] as const;
/** Its numbers of lists of text, varchar, uuid, int8, numeric; int2, int4, float8; bool, timestamptz, bytea. */
const LISTS: readonly { readonly of: number; readonly parse: (text: string) => unknown }[] = [
  ...[1009, 1015, 2951, 1016, 1231].map((of) => ({ of, parse: asIs })),
  ...[1005, 1007, 1022].map((of) => ({ of, parse: Number })),
  { of: 1000, parse: (text) => text === 't' },
  { of: 1185, parse: (text) => new Date(text) },
  { of: 1001, parse: fromHex },
];

/** How the driver speaks to the server, so that both engines take and give the same values. */
export const driverSettings = {
  max: 1,
  connect_timeout: 5,
  connection: SESSION,
  onnotice: () => {},
  // The driver would ask each new connection for the types of lists, and when the line breaks right then nobody
  // catches it, which ends the process. Ours are named below.
  fetch_types: false,
  types: {
    bytes: { to: BYTEA, from: [BYTEA], serialize: toHex, parse: fromHex },
    // Both drizzle and `run` hand over finished JSON; the driver would quote it once more.
    json: { to: JSON_TYPES[0], from: [JSON_TYPES[0]], serialize: asIs, parse: JSON.parse },
    jsonb: { to: JSON_TYPES[1], from: [JSON_TYPES[1]], serialize: asIs, parse: JSON.parse },
    ...Object.fromEntries(
      LISTS.map(({ of, parse }) => [
        `list_${of}`,
        { to: of, from: [of], serialize: asIs, parse: listOf(parse) },
      ]),
    ),
  },
} satisfies Options<Record<string, never>> | object;

function asIs(text: string): string {
  return text;
}

function listOf(parse: (text: string) => unknown) {
  return (literal: string) => fromArrayLiteral(literal).map((text) => (text === null ? null : parse(text)));
}
