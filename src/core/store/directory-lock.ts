import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeSelf, HEARTBEAT_MS, type Holder, judge, readHolder } from './lock-holder.ts';
import { UnusableStore } from './unusable-store.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

const FILE = /^database\.lock\.(\d+)$/u;
const RELEASED = 'released';
/** How long a lock that is being written may take before its writer counts as dead. */
const WRITING_MS = 300;

/**
 * Takes a directory for this process alone (docs/decisions/0002-embedded-lock.md).
 *
 * Locks are numbered files, and the highest number holds. A number is taken by creating its file, which only one
 * process can do; the highest file is never removed, only outnumbered. So whoever sees no higher number after
 * having created its own can not be overtaken by somebody who judged an older lock.
 *
 * @throws {UnusableStore} with a sentence that says who holds the directory and what to do.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const self = await describeSelf();
  for (;;) {
    const highest = await highestNumber(directory);
    if (highest > 0) await refuseWhileHeld(directory, highest, self);

    const own = highest + 1;
    if (!(await create(pathOf(directory, own), JSON.stringify(self)))) continue;
    if ((await highestNumber(directory)) > own) {
      await rm(pathOf(directory, own), { force: true });
      continue;
    }
    await removeBelow(directory, own);
    return hold(pathOf(directory, own));
  }
}

function hold(lockFile: string): DirectoryLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(lockFile, now, now).catch(() => {
      // Somebody removed the file, or the disk is gone: the database will say so, louder.
    });
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      await writeFile(lockFile, RELEASED);
    },
  };
}

/** Returns when the lock of this number is nobody's any more. */
async function refuseWhileHeld(directory: string, number: number, self: Holder): Promise<void> {
  const lockFile = pathOf(directory, number);
  const holder = await holderOf(lockFile);
  if (holder === null) return;

  const verdict = await judge(holder, self, lockFile);
  if (verdict === 'dead') return;
  const who = `${directory} is in use by process ${holder.pid} on ${holder.host} since ${holder.since}.`;
  throw new UnusableStore(
    verdict === 'alive'
      ? `${who} Stop that process first, or set CONFAB_DATA_DIR to another directory; several processes need DATABASE_URL.`
      : `${who} That is another machine, so this one can not tell whether it still runs. Stop it there; if it is gone, remove ${lockFile} and start again.`,
  );
}

/** Null when the lock was released, or its writer died before it had written a name. */
async function holderOf(lockFile: string): Promise<Holder | null> {
  for (let waitedMs = 0; ; waitedMs += 20) {
    const text = await readFile(lockFile, 'utf8').catch(ignore('ENOENT'));
    if (text === undefined || text === RELEASED) return null;
    const holder = readHolder(text);
    if (holder !== null || waitedMs >= WRITING_MS) return holder;
    await sleep(20);
  }
}

async function highestNumber(directory: string): Promise<number> {
  return Math.max(0, ...(await numbers(directory)));
}

async function removeBelow(directory: string, number: number): Promise<void> {
  const older = (await numbers(directory)).filter((other) => other < number);
  await Promise.all(older.map((other) => rm(pathOf(directory, other), { force: true })));
}

async function numbers(directory: string): Promise<number[]> {
  return (await readdir(directory)).map((name) => Number(FILE.exec(name)?.[1] ?? 0));
}

/** False when somebody else was first. */
async function create(path: string, text: string): Promise<boolean> {
  const failure = await writeFile(path, text, { flag: 'wx', mode: 0o600 }).then(
    () => 'none',
    ignore('EEXIST'),
  );
  return failure === 'none';
}

const pathOf = (directory: string, number: number): string => join(directory, `database.lock.${number}`);

const ignore = (code: string) => (error: unknown) => {
  if ((error as NodeJS.ErrnoException).code !== code) throw error;
};
