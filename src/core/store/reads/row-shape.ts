import { getTableColumns, getTableName, type Table } from 'drizzle-orm';

/**
 * How rows of one table are read by hand-written SQL: which columns to ask for, and how to turn what either
 * driver returns (instants as text or dates, JSON parsed or not) into what the table's type promises.
 */
export interface RowShape<Row> {
  readonly table: string;
  /** The columns behind `alias`, ready to stand in a SELECT. */
  columns(alias: string): string;
  decode(raw: Readonly<Record<string, unknown>>): Row;
}

/** @param omitted  What readers must never get (secrets) or never need (large bytes). */
export function rowShape<Source extends Table, const Omitted extends keyof Source['$inferSelect'] = never>(
  table: Source,
  omitted: readonly Omitted[] = [],
): RowShape<Omit<Source['$inferSelect'], Omitted>> {
  const kept = Object.entries(getTableColumns(table)).filter(
    ([property]) => !omitted.some((name) => name === property),
  );
  return {
    table: getTableName(table),
    columns: (alias) => kept.map(([, column]) => `${alias}.${column.name}`).join(', '),
    decode(raw) {
      const row: Record<string, unknown> = {};
      for (const [property, column] of kept) {
        const value = raw[column.name];
        row[property] = value === null ? null : column.mapFromDriverValue(value);
      }
      // The table's own definition has just named and decoded every property.
      return row as Omit<Source['$inferSelect'], Omitted>;
    },
  };
}
