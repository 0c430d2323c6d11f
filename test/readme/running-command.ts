import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** A command of the README, run by a shell as a reader would, from the repository's root. */
export interface RunningCommand {
  /** Resolves with everything printed so far when it matches; rejects when the command ends without. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ctrl+C. Resolves when it is gone. */
  interrupt(): Promise<void>;
}

export function startCommand(
  command: string,
  environment: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn('bash', ['-c', `set -euo pipefail; ${command}`], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  let hasEnded = false;
  const waiting = new Set<() => void>();
  const news = () => {
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      news();
    });
  }
  child.once('close', () => {
    hasEnded = true;
    news();
  });
  return {
    prints: (pattern) =>
      new Promise((found, missing) => {
        const look = () => {
          const match = pattern.exec(printed);
          if (match !== null) found(match);
          else if (hasEnded) missing(new Error(`"${command}" ended without ${pattern}: ${printed}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
    interrupt: () => endGroup(child, () => hasEnded),
  };
}

/** Runs it to its end and returns what it printed; a failing command throws. */
export async function runCommand(
  command: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const running = startCommand(`${command}\necho; echo "the end: $?"`, environment);
  const [printed] = await running.prints(/^[\s\S]*the end: 0/u);
  return printed;
}

/** The shell's whole group, as a terminal does it. */
async function endGroup(child: ChildProcess, hasEnded: () => boolean): Promise<void> {
  if (hasEnded() || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  process.kill(-child.pid, 'SIGINT');
  await gone;
}
