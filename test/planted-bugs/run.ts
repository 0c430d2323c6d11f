import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';

/**
 * Plants each bug in a copy of this folder and runs the test that shall notice it. Ends with 1 when one was not
 * noticed. Arguments choose bugs by a word of their name. With CONFAB_TEST_DATABASE_URL tests run on PostgreSQL alone.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const words = process.argv.slice(2);
const chosen = PLANTED_BUGS.filter(({ name, area }) =>
  words.every((word) => `${area} ${name}`.includes(word)),
);

const scratch = await copyOfRoot();
const unnoticed: string[] = [];
try {
  for (const [file, bugs] of groupedByTest(chosen)) {
    if ((await runTest(file)) !== 0) throw new Error(`${file} is red without a bug: it proves nothing.`);
    for (const bug of bugs) {
      const isCaught = await isNoticed(bug);
      if (!isCaught) unnoticed.push(bug.name);
      process.stdout.write(`${isCaught ? 'caught ' : 'MISSED '} ${bug.area}: ${bug.name} (${file})\n`);
    }
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
process.stdout.write(`${chosen.length - unnoticed.length} of ${chosen.length} planted bugs were caught.\n`);
process.exitCode = unnoticed.length === 0 ? 0 : 1;

/** What git knows of, as it lies here; packages are shared. */
async function copyOfRoot(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'confab-planted-'));
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await promisify(execFile)('git', listing, { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 });
  for (const file of stdout.split('\0')) {
    if (file !== '') await cp(join(ROOT, file), join(copy, file), { force: true }).catch(() => {});
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function groupedByTest(bugs: readonly PlantedBug[]): ReadonlyMap<string, readonly PlantedBug[]> {
  const groups = new Map<string, PlantedBug[]>();
  for (const bug of bugs) groups.set(bug.caughtBy, [...(groups.get(bug.caughtBy) ?? []), bug]);
  return groups;
}

async function isNoticed({ file, find, replace, caughtBy }: PlantedBug): Promise<boolean> {
  const path = join(scratch, file);
  const source = await readFile(path, 'utf8');
  await writeFile(
    path,
    source.replace(find, () => replace),
  );
  try {
    return (await runTest(caughtBy)) !== 0;
  } finally {
    await writeFile(path, source);
  }
}

function runTest(file: string): Promise<number | null> {
  const vitest = join(scratch, 'node_modules/vitest/vitest.mjs');
  const isOnServer = (process.env.CONFAB_TEST_DATABASE_URL ?? '') !== '';
  const running = spawn(
    process.execPath,
    [vitest, 'run', '--maxWorkers=1', '--bail=1', '--testTimeout=100000', file],
    {
      cwd: scratch,
      env: { ...process.env, ...(isOnServer && { CONFAB_REQUIRE_SERVERS: '1' }) },
      stdio: 'ignore',
    },
  );
  return new Promise((done) => running.once('exit', (code) => done(code)));
}
