import { type Column, getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { fromHex } from '../wire-values.ts';

/**
 * How rows of one table are read by hand-written SQL. Many rows come as one JSON list for each column, which the
 * server writes and we parse at once: a page of 500 messages costs a tenth of what it costs field by field.
 */
export interface RowShape<Row> {
  readonly table: string;
  /** Tells shapes of one table apart: the same name always means the same columns. */
  readonly name: string;
  /** The name of a property's column. */
  column(property: keyof Row): string;
  /** The columns of the row that `alias` names, ready to stand in a SELECT. */
  columns(alias: string): string;
  /** The SELECT list that makes one row of {@link Lists} of all rows behind `alias`, in their order. */
  lists(alias: string): string;
  /** The rows that lists mean. */
  rows(lists: Lists): Row[];
  /** Where the rows of such lists stand by an instant: microseconds since 1970, as {@link Lists} hold them. */
  microseconds(lists: Lists, property: keyof Row): readonly number[];
  /** One row that came by other ways, under its columns' names: instants as text or dates, JSON parsed or not. */
  decode(raw: Readonly<Record<string, unknown>>): Row;
  /**
   * The same with nothing but these properties, and the id. Rows still go by the type of the whole: who asks for
   * less reads no more. After {@link MAX_NARROWED} different wishes it is the whole shape, because each of them is
   * a statement that the server keeps prepared.
   */
  only(properties: readonly string[]): RowShape<Row>;
}

/** Lists under their columns' names, one value for each row; null where there is no row. */
export type Lists = Readonly<Record<string, unknown>>;

const MAX_NARROWED = 100;

/** @param omitted  What readers must never get (secrets) or never need (large bytes). */
export function rowShape<Source extends Table, const Omitted extends keyof Source['$inferSelect'] = never>(
  table: Source,
  omitted: readonly Omitted[] = [],
): RowShape<Omit<Source['$inferSelect'], Omitted>> {
  const kept = Object.entries(getTableColumns(table)).filter(
    ([property]) => !omitted.some((name) => name === property),
  );
  return shapeOf(getTableName(table), getTableName(table), kept);
}

function shapeOf<Row>(table: string, name: string, kept: readonly [string, Column][]): RowShape<Row> {
  const narrowed = new Map<string, RowShape<Row>>();
  const fields = kept.map(([property, column]) => ({ property, column: column.name, ...formOf(column) }));
  const shape: RowShape<Row> = {
    table,
    name,
    column(property) {
      const [, column] = kept.find(([name]) => name === property) ?? [];
      if (column === undefined) throw new Error(`Readers of ${name} do not get ${String(property)}.`);
      return column.name;
    },
    columns: (alias) => fields.map(({ column }) => `${alias}.${column}`).join(', '),
    lists: (alias) =>
      fields.map(({ column, sql }) => `json_agg(${sql(`${alias}.${column}`)}) AS ${column}`).join(', '),
    rows(lists) {
      const rows: Record<string, unknown>[] = [];
      for (const { property, column, parse } of fields) {
        const values = listOf(lists, column);
        for (let index = 0; index < values.length; index += 1) {
          const value = values[index];
          const row = rows[index] ?? {};
          row[property] = parse === null || value === null ? value : parse(value);
          rows[index] = row;
        }
      }
      // The table's own definition has just named and decoded every property.
      return rows as Row[];
    },
    microseconds: (lists, property) => listOf(lists, shape.column(property)).map(Number),
    decode(raw) {
      const row: Record<string, unknown> = {};
      for (const [property, column] of kept) {
        const value = raw[column.name];
        row[property] = value === null ? null : column.mapFromDriverValue(value);
      }
      return row as Row;
    },
    only(properties) {
      const few = kept.filter(([property]) => property === 'id' || properties.includes(property));
      const key = few.map(([, column]) => column.name).join(' ');
      const known = narrowed.get(key);
      if (known !== undefined) return known;
      if (few.length === kept.length || narrowed.size >= MAX_NARROWED) return shape;
      const made = shapeOf<Row>(table, `${table}(${key})`, few);
      narrowed.set(key, made);
      return made;
    },
  };
  return shape;
}

function listOf(lists: Lists, column: string): readonly unknown[] {
  const list = lists[column];
  return Array.isArray(list) ? list : [];
}

/** How a column's values travel in JSON, and what has to be made of them there; null: nothing. */
function formOf(column: Column): {
  readonly sql: (value: string) => string;
  readonly parse: ((value: unknown) => unknown) | null;
} {
  switch (column.getSQLType()) {
    case 'timestamp with time zone':
      // `extract` is a numeric and several times dearer; a double holds microseconds until the year 2242.
      return {
        sql: (value) => `(date_part('epoch', ${value}) * 1000000)::int8`,
        parse: (microseconds) => new Date(Math.floor(Number(microseconds) / 1000)),
      };
    case 'bytea':
      return { sql: (value) => value, parse: (hex) => fromHex(String(hex)) };
    default:
      return { sql: (value) => value, parse: null };
  }
}
