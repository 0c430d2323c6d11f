import { readFile, readlink, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** Who holds a directory: enough to tell a living process from one that got its number later. */
const Holder = z.object({
  pid: z.number(),
  /** In clock ticks since boot; a process that reuses the number has another. Null without /proc, as below. */
  startedAt: z.string().nullable(),
  /** Of the running kernel: containers on one machine share it, a restarted machine has a new one. */
  bootId: z.string().nullable(),
  /** Process numbers mean something within it alone: every container has its own. */
  pidNamespace: z.string().nullable(),
  host: z.string(),
  since: z.string(),
});
export type Holder = z.infer<typeof Holder>;

/** A holder says so often that it lives. */
export const HEARTBEAT_MS = 500;
/** Silent for so long, a holder whose process can not be looked up counts as dead. */
const SILENCE_MS = 5_000;

/** Null when the text is not (yet) a holder's: being written, or half-written by somebody who died. */
export function readHolder(text: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export async function describeSelf(): Promise<Holder> {
  return {
    pid: process.pid,
    startedAt: await processStart(process.pid),
    bootId: await readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(trimmed, unknown),
    pidNamespace: await readlink('/proc/self/ns/pid').catch(unknown),
    host: hostname(),
    since: new Date().toISOString(),
  };
}

/**
 * Whether a holder still lives. Never `dead` on a guess: two engines on one directory lose data.
 *
 * @param lockFile  Its heartbeat: touched while the holder lives.
 * @returns `unknown` when it ran on another machine, which can not be asked from here.
 */
export async function judge(
  holder: Holder,
  self: Holder,
  lockFile: string,
): Promise<'alive' | 'dead' | 'unknown'> {
  const isThisMachine = self.bootId === null ? holder.host === self.host : holder.bootId === self.bootId;
  if (!isThisMachine) return holder.host === self.host ? 'dead' : 'unknown';
  if (holder.pidNamespace !== self.pidNamespace) return (await isBeating(lockFile)) ? 'alive' : 'dead';
  if (!processExists(holder.pid)) return 'dead';
  return holder.startedAt === (await processStart(holder.pid)) ? 'alive' : 'dead';
}

/** Seen by watching, not by the file's age: a clock may have been set meanwhile. */
async function isBeating(lockFile: string): Promise<boolean> {
  const beat = () =>
    stat(lockFile).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
  const first = await beat();
  for (let waitedMs = 0; waitedMs < SILENCE_MS; waitedMs += HEARTBEAT_MS / 2) {
    await sleep(HEARTBEAT_MS / 2);
    if ((await beat()) !== first) return true;
  }
  return false;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There is one, and it is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/<pid>/stat, counted behind the process's name, which may hold spaces. */
async function processStart(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(unknown);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

const trimmed = (text: string): string => text.trim();
const unknown = (): null => null;
