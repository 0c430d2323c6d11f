import { expect, it } from 'vitest';
import type { Statement } from '../../../src/core/store/database.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';

const bytes = new Uint8Array([0, 1, 92, 39, 34, 255]);
const instant = new Date('2026-03-02T09:00:00.123Z');

/** What goes in as `$1`, how the statement reads it, and what comes out: the same on both engines. */
const VALUES: readonly { type: string; given: unknown; as?: string; read?: unknown }[] = [
  { type: 'text', given: 'It\'s "quoted" \\ 漢字 👋' },
  { type: 'text', given: '' },
  { type: 'text', given: null },
  { type: 'text', given: 7, read: '7' },
  { type: 'int4', given: -42 },
  { type: 'int8', given: 7, read: '7' },
  { type: 'int8', given: 9007199254740993n, read: '9007199254740993' },
  { type: 'float8', given: 1.5 },
  { type: 'numeric', given: '12.50', read: '12.50' },
  { type: 'bool', given: true },
  { type: 'bool', given: false },
  { type: 'bool', given: null },
  { type: 'uuid', given: '019503e0-0000-7000-8000-000000000001' },
  { type: 'timestamptz', given: instant },
  { type: 'timestamptz', given: null },
  { type: 'bytea', given: bytes },
  { type: 'bytea', given: new Uint8Array() },
  { type: 'jsonb', given: { a: [1, 'two', null], b: { c: true } } },
  { type: 'jsonb', given: '["a list", 1]', read: ['a list', 1] },
  { type: 'jsonb', given: 'null', read: null },
  { type: 'text[]', given: ['a', 'b,c', '"d"', '\\', '', 'NULL', '{}'] },
  { type: 'text[]', given: ['a', null, 'NULL'], as: 'to_jsonb' },
  { type: 'text[]', given: [] },
  { type: 'int4[]', given: [1, -2, 3] },
  { type: 'float8[]', given: [0.5, 2] },
  { type: 'bool[]', given: [true, false] },
  { type: 'uuid[]', given: ['019503e0-0000-7000-8000-000000000001'] },
  { type: 'bytea[]', given: [bytes, bytes] },
];

describeOnEveryEngine('values', (open) => {
  it.each(VALUES.map((value, index) => ({ ...value, index })))(
    '$type $given goes in and comes out as promised',
    async ({ index, type, given, as = '', read }) => {
      const db = await open();
      const statement: Statement = { name: `value_${index}`, text: `SELECT ${as}($1::${type}) AS value` };

      const rows = await db.run(statement, [given]);

      expect(rows.map((row) => ({ ...row }))).toStrictEqual([{ value: read === undefined ? given : read }]);
    },
  );
});
