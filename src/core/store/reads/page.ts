import type { RowShape } from './row-shape.ts';

/** Where a row stands in its list: the instant that the list is sorted by, and the row's id to break ties. */
export interface Position {
  /** Microseconds since 1970: all that the database holds, so that no two rows swap places. */
  readonly atUs: number;
  readonly id: string;
}

export interface PageRequest {
  readonly limit: number;
  /** Which end of what lies between `after` and `before` the page is cut from. */
  readonly from: 'start' | 'end';
  readonly after: Position | null;
  readonly before: Position | null;
}

export interface PageItem<Row> {
  readonly row: Row;
  readonly position: Position;
}

export interface Page<Row> {
  readonly items: readonly PageItem<Row>[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** A list that is read page by page. Pages are cut by position, so inserts never shift what follows. */
export interface PagedList<Row> {
  readonly shape: RowShape<Row>;
  /** The column with the instant; the list's index must lead up to (it, id). */
  readonly sortedBy: string;
  readonly direction: 'ASC' | 'DESC';
}

/** One condition on a list. Its value travels as a parameter; its name makes the statement's name. */
export interface Filter {
  readonly name: string;
  /** @param parameter  The placeholder of the value, such as `$4`. The row is called `r`. */
  readonly sql: (parameter: string) => string;
  readonly value: unknown;
}

/** The parameters of one statement, as they are given out. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Takes a value and returns its placeholder. */
  bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** The SELECT of one page, one row longer than asked for: the extra row tells whether more follow. */
export function selectPage<Row>(
  list: PagedList<Row>,
  conditions: readonly string[],
  request: PageRequest,
  parameters: Parameters,
): string {
  const key = `r.${list.sortedBy}`;
  const direction = readingDirection(list, request);
  const [later, earlier] = list.direction === 'ASC' ? ['>', '<'] : ['<', '>'];
  const where = [...conditions];
  for (const [position, comparison] of [
    [request.after, later],
    [request.before, earlier],
  ] as const) {
    if (position === null) continue;
    const at = parameters.bind(position.atUs);
    const id = parameters.bind(position.id);
    where.push(
      `(${key}, r.id) ${comparison} ('epoch'::timestamptz + ${at}::float8 * interval '1 microsecond', ${id}::uuid)`,
    );
  }
  return `
    SELECT ${list.shape.columns('r')}, (extract(epoch FROM ${key}) * 1000000)::float8 AS position_us
      FROM ${list.shape.table} r
     WHERE ${where.join(' AND ')}
     ORDER BY ${key} ${direction}, r.id ${direction}
     LIMIT ${parameters.bind(request.limit + 1)}::int4`;
}

/** A page from the end is read backwards, and turned round by `cutPage`. */
export function readingDirection<Row>(list: PagedList<Row>, request: PageRequest): 'ASC' | 'DESC' {
  return (request.from === 'start') === (list.direction === 'ASC') ? 'ASC' : 'DESC';
}

/** Distinguishes statements that differ in text: the same name always means the same text. */
export function pageName<Row>(
  list: PagedList<Row>,
  filters: readonly Filter[],
  request: PageRequest,
): string {
  const marks = [
    request.from === 'start' ? 'f' : 'b',
    list.direction === 'ASC' ? 'a' : 'd',
    request.after === null ? '' : 'A',
    request.before === null ? '' : 'B',
  ].join('');
  return ['page', list.shape.table, marks, ...filters.map(({ name }) => name)].join('_');
}

/** Puts what `selectPage` returned in the list's order and cuts off the extra row. */
export function cutPage<Row>(
  list: PagedList<Row>,
  raws: readonly Readonly<Record<string, unknown>>[],
  request: PageRequest,
): Page<Row> {
  const isForward = request.from === 'start';
  const hasMore = raws.length > request.limit;
  const items = raws.slice(0, request.limit).map((raw) => ({
    row: list.shape.decode(raw),
    position: { atUs: Number(raw.position_us), id: String(raw.id) },
  }));
  return {
    items: isForward ? items : items.reverse(),
    hasNext: isForward ? hasMore : request.before !== null,
    hasPrevious: isForward ? request.after !== null : hasMore,
  };
}
