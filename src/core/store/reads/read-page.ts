import type { WorkspaceId } from '../../model/ids.ts';
import type { Queries } from '../database.ts';
import { groupByOwner, type RawRow } from './group-by-owner.ts';
import {
  cutPage,
  type Filter,
  type Page,
  type PagedList,
  type PageRequest,
  Parameters,
  pageName,
  readingDirection,
  selectPage,
} from './page.ts';

/** One page of a list of the whole workspace. */
export async function readPage<Row>(
  queries: Queries,
  list: PagedList<Row>,
  workspaceId: WorkspaceId,
  filters: readonly Filter[],
  request: PageRequest,
): Promise<Page<Row>> {
  const parameters = new Parameters();
  const conditions = [`r.workspace_id = ${parameters.bind(workspaceId)}::uuid`];
  for (const filter of filters) conditions.push(filter.sql(parameters.bind(filter.value)));
  const text = selectPage(list, conditions, request, parameters);
  const raws = await queries.run<RawRow>({ name: pageName(list, filters, request), text }, parameters.values);
  return cutPage(list, raws, request);
}

/**
 * The same page of the lists of many owners ("the last 20 messages of each of these conversations"), in one
 * statement. Pages come back in the order of the owners; an unknown or foreign owner has an empty one.
 *
 * @param owner  The column that names the owner.
 */
export async function readPages<Row>(
  queries: Queries,
  list: PagedList<Row>,
  owner: string,
  workspaceId: WorkspaceId,
  ownerIds: readonly string[],
  filters: readonly Filter[],
  request: PageRequest,
): Promise<Page<Row>[]> {
  const parameters = new Parameters();
  const conditions = [`r.workspace_id = ${parameters.bind(workspaceId)}::uuid`, `r.${owner} = owners.id`];
  const direction = readingDirection(list, request);
  const owners = parameters.bind(ownerIds);
  for (const filter of filters) conditions.push(filter.sql(parameters.bind(filter.value)));
  const text = `
    SELECT owners.id::text AS list_owner, p.*
      FROM unnest(${owners}::uuid[]) WITH ORDINALITY AS owners(id, place)
     CROSS JOIN LATERAL (${selectPage(list, conditions, request, parameters)}) p
     ORDER BY owners.place, p.position_us ${direction}, p.id ${direction}`;
  const raws = await queries.run<RawRow>(
    { name: `${pageName(list, filters, request)}_of_${owner}`, text },
    parameters.values,
  );
  const pages = groupByOwner(raws);
  return ownerIds.map((id) => cutPage(list, pages.get(id) ?? [], request));
}
