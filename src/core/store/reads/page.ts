import type { Lists, RowShape } from './row-shape.ts';

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
  /** The instant; the list's index must lead up to (its column, id). */
  readonly sortedBy: keyof Row & string;
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

/** One owner's part of an answer about many. */
export type ListsOfOwner = Lists & { readonly list_owner: string };

/** The SELECT of one page, one row longer than asked for: the extra row tells whether more follow. */
export function selectPage<Row>(
  list: PagedList<Row>,
  conditions: readonly string[],
  request: PageRequest,
  parameters: Parameters,
): string {
  const key = `r.${list.shape.column(list.sortedBy)}`;
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
  // An aggregate over a sorted subquery, and nothing beside it, keeps the order.
  return `
    SELECT ${list.shape.lists('r')}
      FROM (SELECT ${list.shape.columns('r')}
              FROM ${list.shape.table} r
             WHERE ${where.join(' AND ')}
             ORDER BY ${key} ${direction}, r.id ${direction}
             LIMIT ${parameters.bind(request.limit + 1)}::int4) r`;
}

/** A page from the end is read backwards, and turned round by `cutPage`. */
function readingDirection<Row>(list: PagedList<Row>, request: PageRequest): 'ASC' | 'DESC' {
  return (request.from === 'start') === (list.direction === 'ASC') ? 'ASC' : 'DESC';
}

/** The list with nothing but these properties in its rows, and what their places need. */
export function narrowed<Row>(list: PagedList<Row>, properties: readonly string[]): PagedList<Row> {
  return { ...list, shape: list.shape.only([...properties, list.sortedBy]) };
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
  return ['page', list.shape.name, marks, ...filters.map(({ name }) => name)].join('_');
}

/** Puts what `selectPage` returned in the list's order and cuts off the extra row. */
export function cutPage<Row extends { readonly id: string }>(
  { shape, sortedBy }: PagedList<Row>,
  lists: Lists,
  request: PageRequest,
): Page<Row> {
  const isForward = request.from === 'start';
  const rows = shape.rows(lists);
  const at = shape.microseconds(lists, sortedBy);
  const hasMore = rows.length > request.limit;
  const items = rows
    .slice(0, request.limit)
    .map((row, index) => ({ row, position: { atUs: at[index] ?? Number.NaN, id: row.id } }));
  return {
    items: isForward ? items : items.reverse(),
    hasNext: isForward ? hasMore : request.before !== null,
    hasPrevious: isForward ? request.after !== null : hasMore,
  };
}
