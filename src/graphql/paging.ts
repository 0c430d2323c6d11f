import { GraphQLError } from 'graphql';
import type { Page, PageItem, PageRequest, Position } from '../core/store/reads/page.ts';

export const DEFAULT_PAGE_SIZE = 25;
export const MAX_PAGE_SIZE = 100;

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

/**
 * What a client's paging arguments ask of the store.
 *
 * @param from  The end that the page is cut from when neither `first` nor `last` is given.
 * @throws {GraphQLError} with code `BAD_PAGE`: such a request is malformed, not answered with less.
 */
export function toPageRequest(
  { first, last, after, before }: PageArguments,
  from: 'start' | 'end' = 'start',
): PageRequest {
  const isFirst = first !== null && first !== undefined;
  const isLast = last !== null && last !== undefined;
  if (isFirst && isLast) throw badPage('Give `first` or `last`, not both.');
  if (isFirst) checkSize('first', first);
  if (isLast) checkSize('last', last);
  return {
    limit: first ?? last ?? DEFAULT_PAGE_SIZE,
    from: isLast ? 'end' : isFirst ? 'start' : from,
    after: decodePosition('after', after),
    before: decodePosition('before', before),
  };
}

/** An item with its cursor, which most answers do not show: it is written when it is asked for. */
class Edge<Row> {
  readonly node: Row;
  readonly #position: Position;

  constructor({ row, position }: PageItem<Row>) {
    this.node = row;
    this.#position = position;
  }

  get cursor(): string {
    return encodePosition(this.#position);
  }
}

/** A page as Relay's connections show it. */
export function toConnection<Row>(page: Page<Row>) {
  const edges = page.items.map((item) => new Edge(item));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: page.hasPrevious,
      get startCursor() {
        return edges.at(0)?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
}

const badPage = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_PAGE' } });

function checkSize(argument: string, size: number): void {
  if (size < 1 || size > MAX_PAGE_SIZE) {
    throw badPage(`\`${argument}\` must be from 1 to ${MAX_PAGE_SIZE}, got ${size}.`);
  }
}

function encodePosition({ atUs, id }: Position): string {
  return Buffer.from(`${atUs}:${id}`).toString('base64url');
}

const POSITION = /^(-?\d{1,16}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u;

function decodePosition(argument: string, cursor: string | null | undefined): Position | null {
  if (cursor === null || cursor === undefined) return null;
  const [, atUs, id] = POSITION.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (atUs === undefined || id === undefined) {
    throw badPage(
      `\`${argument}\` is not a cursor of this list. Use a cursor that an edge or pageInfo gave.`,
    );
  }
  return { atUs: Number(atUs), id };
}
