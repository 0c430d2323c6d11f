import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The wall clock of one gateway process, which is wrong and jumps; no other clock of it is touched. */
export interface WrongClock {
  /** What the process must be started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** Forwards or backwards, within a moment. */
  jumpTo(wrongByMinutes: number): Promise<void>;
  dispose(): Promise<void>;
}

const PRELOAD = pathToFileURL(resolve(import.meta.dirname, 'shifted-clock.js')).href;

export async function startWrongClock(wrongByMinutes: number): Promise<WrongClock> {
  const directory = await mkdtemp(join(tmpdir(), 'confab-clock-'));
  const file = join(directory, 'wrong-by-ms');
  const jumpTo = async (minutes: number) => {
    // Whoever reads it sees the old number or the new one, never half of one.
    await writeFile(`${file}.new`, String(minutes * 60_000));
    await rename(`${file}.new`, file);
  };
  await jumpTo(wrongByMinutes);
  return {
    jumpTo,
    environment: { NODE_OPTIONS: `--import ${PRELOAD}`, CONFAB_TEST_CLOCK: file },
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}
