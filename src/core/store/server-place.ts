import type { Queries, Statement } from './database.ts';

/**
 * A dump that is read back makes its tables anew, under another number. A cluster that was restored has another
 * identifier, or, recovered from its log, another timeline.
 */
const PLACE: Statement = {
  name: 'server_place',
  text: `SELECT concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
                   substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8), 'instance'::regclass::oid) AS place`,
};
/** Where the server keeps the first two from its users. */
const TABLE_ALONE: Statement = {
  name: 'server_place_of_table',
  text: `SELECT 'instance'::regclass::oid::text AS place`,
};

export async function placeOf(queries: Queries): Promise<string> {
  const [row] = await queries
    .run<{ place: string }>(PLACE, [])
    .catch(() => queries.run<{ place: string }>(TABLE_ALONE, []));
  if (row === undefined) throw new Error('The server named no place.');
  return row.place;
}
