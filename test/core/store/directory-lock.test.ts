import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDirectory } from '../../../src/core/store/directory-lock.ts';
import { describeSelf, type Holder } from '../../../src/core/store/lock-holder.ts';

let directory: string;
let children: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'confab-lock-'));
});
afterEach(async () => {
  await Promise.all(children.map(kill));
  children = [];
  await rm(directory, { recursive: true });
});

describe('the lock of a data directory', () => {
  it('refuses a second process within a second, naming who holds the directory and what to do', async () => {
    const [first, second] = await starters(2);
    await take(first);

    const { refusal, tookMs } = await take(second);

    expect(tookMs).toBeLessThan(1_000);
    expect(refusal).toContain(directory);
    expect(refusal).toContain(`process ${first?.pid} on ${hostname()}`);
    expect(refusal).toMatch(/since \d{4}-\d\d-\d\dT/u);
    expect(refusal).toContain('CONFAB_DATA_DIR');
  });

  it('falls to the next process at once when its holder was killed', async () => {
    const [first, second] = await starters(2);
    await take(first);
    await kill(first);

    const { refusal, tookMs } = await take(second);

    expect(refusal).toBeNull();
    expect(tookMs).toBeLessThan(1_000);
  });

  it('has one holder, whoever starts at the same moment, on a fresh directory and after each kill -9', async () => {
    let waiting = await starters(4);

    for (let round = 0; round < 4; round += 1) {
      const outcomes = await Promise.all(waiting.map(async (child) => ({ child, ...(await take(child)) })));
      const holders = outcomes.filter(({ refusal }) => refusal === null);
      expect(holders).toHaveLength(1);

      await kill(holders[0]?.child);
      waiting = waiting.filter((child) => child !== holders[0]?.child);
      waiting.push(...(await starters(1)));
    }
  });

  it('has one holder among many that find a dead lock in the same process', async () => {
    for (let round = 0; round < 50; round += 1) {
      await plant(await deadHolder(), round + 1);

      const locks = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(directory)));

      const held = locks.filter((lock) => lock.status === 'fulfilled');
      expect(held).toHaveLength(1);
      await held[0]?.value.release();
    }
  });

  it('is not taken by a process that judged an older lock while others took newer ones', async () => {
    // A pipe holds the reader of the dead lock until we let it go.
    const pipe = join(directory, 'database.lock.1');
    await promisify(execFile)('mkfifo', [pipe]);
    const slow = lockDirectory(directory);
    const judging = await open(pipe, 'w');
    await plant(await describeSelf(), 3);
    await rm(pipe);

    await judging.writeFile(JSON.stringify(await deadHolder()));
    await judging.close();

    await expect(slow).rejects.toThrow('in use by process');
  });

  it('can be taken again by the process that released it', async () => {
    const lock = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toThrow(`process ${process.pid}`);

    await lock.release();

    await expect(lockDirectory(directory)).resolves.toBeDefined();
  });

  it('leaves one file behind, however often it changes hands', async () => {
    for (let round = 0; round < 5; round += 1) await (await lockDirectory(directory)).release();

    expect(await readdir(directory)).toHaveLength(1);
  });

  it('does not mistake a process that got the number of a dead one for the holder', async () => {
    await plant({ ...(await describeSelf()), startedAt: '1' });

    await expect(lockDirectory(directory)).resolves.toBeDefined();
  });

  it('is free again after the machine restarted', async () => {
    await plant({ ...(await describeSelf()), bootId: 'an earlier one' });

    await expect(lockDirectory(directory)).resolves.toBeDefined();
  });

  it('is not taken from a process on another machine, which can not be asked', async () => {
    const file = await plant({ ...(await describeSelf()), bootId: 'another', host: 'elsewhere' });

    await expect(lockDirectory(directory)).rejects.toThrow(/on elsewhere .*another machine.*remove/u);
    await expect(lockDirectory(directory)).rejects.toThrow(file);
  });

  it('is not taken from another container that shows signs of life', async () => {
    const file = await plant({ ...(await deadHolder()), pidNamespace: 'pid:[1]' });
    const heartbeat = setInterval(() => void utimes(file, new Date(), new Date()), 100);

    const startedAt = performance.now();
    await expect(lockDirectory(directory)).rejects.toThrow('in use by process');
    expect(performance.now() - startedAt).toBeLessThan(1_000);

    clearInterval(heartbeat);
    await expect(lockDirectory(directory)).resolves.toBeDefined();
  });

  it.each(['', '{"pid":', '{"pid":"one"}', 'null'])(
    'is not kept by a file that a dying process left as %j',
    async (text) => {
      await writeFile(join(directory, 'database.lock.3'), text);

      await expect(lockDirectory(directory)).resolves.toBeDefined();
    },
  );

  it('shows signs of life while it is held', async () => {
    const lock = await lockDirectory(directory);
    const [name = ''] = await readdir(directory);
    const holder: Holder = JSON.parse(await readFile(join(directory, name), 'utf8'));

    // Seen from another container, the only sign there is.
    await plant({ ...holder, pidNamespace: 'pid:[1]' }, 1);
    await expect(lockDirectory(directory)).rejects.toThrow('in use by process');

    await lock.release();
  });
});

interface Outcome {
  readonly refusal: string | null;
  readonly tookMs: number;
}

async function starters(count: number): Promise<ChildProcess[]> {
  const started = Array.from({ length: count }, () =>
    fork(join(import.meta.dirname, 'processes/take-directory.ts'), { execArgv: ['--import', 'tsx'] }),
  );
  children.push(...started);
  await Promise.all(started.map((child) => once(child, 'message')));
  return started;
}

async function take(child: ChildProcess | undefined): Promise<Outcome> {
  if (child === undefined) throw new Error('There is no such process.');
  const answered = once(child, 'message');
  child.send(directory);
  const [outcome]: Outcome[] = await answered;
  if (outcome === undefined) throw new Error('The process did not answer.');
  return outcome;
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** A lock as some process left it. */
async function plant(holder: Holder, number = 1): Promise<string> {
  const file = join(directory, `database.lock.${number}`);
  await writeFile(file, JSON.stringify(holder));
  return file;
}

/** Process numbers end well below this one. */
async function deadHolder(): Promise<Holder> {
  return { ...(await describeSelf()), pid: 2 ** 30 };
}
