import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { UnusableStore } from './unusable-store.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

/** Who holds a directory: enough to tell a living holder from a reused process id. */
const Holder = z.object({
  pid: z.number(),
  /** In clock ticks since boot, where /proc tells; a reused pid has another. */
  processStart: z.string().nullable(),
  host: z.string(),
  since: z.string(),
});
type Holder = z.infer<typeof Holder>;

const HEARTBEAT_MS = 2_000;
/** On another host (a second container on one volume) only the heartbeat tells; then patience is due. */
const FOREIGN_STALE_MS = 15_000;
const SETTLE_MS = 50;
const ATTEMPTS = 5;

/**
 * Takes a directory for this process alone, by a file that only one process can link into place. A lock whose
 * holder is dead is moved aside; the holder's name in it says whom to stop otherwise.
 *
 * @throws {UnusableStore} within a second, with a sentence that says who holds the directory.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const lockFile = join(directory, 'confab.lock');
  const ownFile = join(directory, `confab.lock.${randomUUID()}`);
  const own: Holder = {
    pid: process.pid,
    processStart: await processStart(process.pid),
    host: hostname(),
    since: new Date().toISOString(),
  };
  await writeFile(ownFile, JSON.stringify(own), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await linkInto(ownFile, lockFile)) {
        // Somebody who moved a dead lock aside a moment ago may have moved ours: look again before trusting it.
        await sleep(SETTLE_MS);
        if (await isSameFile(ownFile, lockFile)) return holdOpen(ownFile, lockFile);
        continue;
      }
      await moveAsideIfDead(directory, lockFile);
    }
    throw new UnusableStore(
      `${directory} is being taken by several processes at once. Start one, and give the others directories of their own (CONFAB_DATA_DIR).`,
    );
  } catch (error) {
    await rm(ownFile, { force: true });
    throw error;
  }
}

function holdOpen(ownFile: string, lockFile: string): DirectoryLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(lockFile, now, now).catch(() => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      if (await isSameFile(ownFile, lockFile)) await rm(lockFile, { force: true });
      await rm(ownFile, { force: true });
    },
  };
}

/** @throws {UnusableStore} when the holder lives. */
async function moveAsideIfDead(directory: string, lockFile: string): Promise<void> {
  const found = await inspect(lockFile);
  if (found === null) return;
  if (await isAlive(found)) {
    const { pid, host, since } = found.holder;
    throw new UnusableStore(
      `${directory} is in use by process ${pid} on ${host} since ${since}. Stop that one first, or set CONFAB_DATA_DIR to another directory; several processes need DATABASE_URL.`,
    );
  }
  const aside = `${lockFile}.dead.${randomUUID()}`;
  await rename(lockFile, aside).catch(ignoreMissing);
  const moved = await stat(aside).catch(ignoreMissing);
  // It was not the dead lock that we moved but a new one that replaced it: put it back.
  if (moved !== undefined && moved.ino !== found.inode) await linkInto(aside, lockFile);
  await rm(aside, { force: true });
}

async function inspect(lockFile: string): Promise<{ holder: Holder; inode: number; beatAt: number } | null> {
  const [text, file] = await Promise.all([
    readFile(lockFile, 'utf8').catch(ignoreMissing),
    stat(lockFile).catch(ignoreMissing),
  ]);
  if (text === undefined || file === undefined) return null;
  return { holder: Holder.parse(JSON.parse(text)), inode: file.ino, beatAt: file.mtimeMs };
}

async function isAlive(found: { holder: Holder; beatAt: number }): Promise<boolean> {
  const { pid, host, processStart: startedAt } = found.holder;
  if (host !== hostname()) return Date.now() - found.beatAt < FOREIGN_STALE_MS;
  if (!processExists(pid)) return false;
  return startedAt === null || startedAt === (await processStart(pid));
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/<pid>/stat, counted behind the process name, which may hold spaces; null without /proc. */
async function processStart(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** A hard link is made by one process only; false when the name is taken. */
async function linkInto(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([
    stat(one).catch(ignoreMissing),
    stat(other).catch(ignoreMissing),
  ]);
  return first !== undefined && first.ino === second?.ino;
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
