import type { WorkspaceId } from '../../model/ids.ts';
import type { Queries } from '../database.ts';
import {
  cutPage,
  type Filter,
  type ListsOfOwner,
  type Page,
  type PagedList,
  type PageRequest,
  Parameters,
  pageName,
  selectPage,
} from './page.ts';
import type { Lists } from './row-shape.ts';

/** One page of a list of the whole workspace. */
export async function readPage<Row extends { readonly id: string }>(
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
  const name = pageName(list, filters, request);
  const [lists = {}] = await queries.run<Lists>({ name, text }, parameters.values);
  return cutPage(list, lists, request);
}

/**
 * The same page of the lists of many owners ("the last 20 messages of each of these conversations"), in one
 * statement. Pages come back in the order of the owners; an unknown or foreign owner has an empty one.
 *
 * @param owner  The column that names the owner.
 */
export async function readPages<Row extends { readonly id: string }>(
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
  const owners = parameters.bind(ownerIds);
  for (const filter of filters) conditions.push(filter.sql(parameters.bind(filter.value)));
  const text = `
    SELECT owners.id AS list_owner, p.*
      FROM unnest(${owners}::uuid[]) AS owners(id)
     CROSS JOIN LATERAL (${selectPage(list, conditions, request, parameters)}) p`;
  const name = `${pageName(list, filters, request)}_of_${owner}`;
  const found = await queries.run<ListsOfOwner>({ name, text }, parameters.values);
  const byOwner = new Map(found.map((lists) => [lists.list_owner, lists]));
  return ownerIds.map((id) => cutPage(list, byOwner.get(id) ?? {}, request));
}
