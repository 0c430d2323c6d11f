import type { Database, Queries, Statement } from './database.ts';

/** Whether what is queued leaves. */
export type SendingState =
  | { readonly kind: 'on' }
  /** Nothing leaves until an operator confirms; everything else goes on. */
  | { readonly kind: 'held'; readonly since: Date };

interface Row {
  readonly heldAt: Date | null;
}

const REMEMBER: Statement = {
  name: 'remember_instance',
  text: 'INSERT INTO instance (is_only, place) VALUES (true, $1) ON CONFLICT DO NOTHING',
};
const HOLD: Statement = {
  name: 'hold_sending',
  text: 'UPDATE instance SET sending_held_at = now() WHERE sending_held_at IS NULL AND (place <> $1 OR $2::boolean)',
};
const CONFIRM: Statement = {
  name: 'confirm_sending',
  text: 'UPDATE instance SET place = $1, sending_held_at = NULL',
};
const READ: Statement = { name: 'read_instance', text: 'SELECT sending_held_at AS "heldAt" FROM instance' };

/**
 * Holds sending when this database is a copy of the one that it remembers to be: what it has queued may have been
 * sent long ago. To be asked at every start, before anything is sent.
 *
 * @param wish  `hold`: in any case; `on`: never, whoever started it knows that it was only moved.
 */
export async function holdIfRestored(
  database: Database,
  wish: 'auto' | 'hold' | 'on',
): Promise<SendingState> {
  const place = await database.place();
  await database.run(REMEMBER, [place]);
  if (wish === 'on') await releaseSending(database, place);
  else await database.run(HOLD, [place, wish === 'hold']);
  return await readSending(database);
}

export async function readSending(queries: Queries): Promise<SendingState> {
  const [row] = await queries.run<Row>(READ, []);
  const since = row?.heldAt ?? null;
  return since === null ? { kind: 'on' } : { kind: 'held', since };
}

/** From now on this is the place where the database lives, and what is queued is sent. */
export async function releaseSending(queries: Queries, place: string): Promise<void> {
  await queries.run(CONFIRM, [place]);
}
