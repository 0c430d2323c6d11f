import type { Queries, Statement } from './database.ts';

export interface Backlogs {
  readonly queued: number;
  readonly sending: number;
  readonly unconfirmed: number;
  readonly media_pending: number;
  readonly dead_letters: number;
}

const COUNT: Statement = {
  name: 'count_backlogs',
  text: `
    SELECT (SELECT count(*) FROM messages WHERE status = 'QUEUED')::float8 AS queued,
           (SELECT count(*) FROM messages WHERE status = 'SENDING')::float8 AS sending,
           (SELECT count(*) FROM messages WHERE status = 'UNCONFIRMED')::float8 AS unconfirmed,
           (SELECT count(*) FROM media WHERE status = 'PENDING')::float8 AS media_pending,
           (SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL)::float8 AS dead_letters`,
};

/** How much waits, over all workspaces: numbers for an operator, who owns them all. Served by partial indexes. */
export async function countBacklogs(queries: Queries): Promise<Backlogs> {
  const [row] = await queries.run<Backlogs>(COUNT, []);
  if (row === undefined) throw new Error('Counting backlogs returned no row.');
  return row;
}
