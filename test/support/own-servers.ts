import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './gateway-process.ts';
import { waitFor } from './wait-for.ts';

/** A server of this test alone, which it may kill. */
export interface OwnServer {
  readonly url: string;
  readonly port: number;
  /** `kill -9`. Resolves when nothing answers any more. */
  kill(): Promise<void>;
  /** Starts it again on what it had; resolves when it answers. */
  start(): Promise<void>;
  dispose(): Promise<void>;
}

const run = promisify(execFile);
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

export interface OwnPostgres extends OwnServer {
  /**
   * No file of its may grow beyond so many bytes, as on a disk that is full; null: as large as it likes. Its log of
   * changes is written in files of 1 MiB, which must still fit.
   */
  limitFiles(bytes: number | null): Promise<void>;
}

/** PostgreSQL with durable settings in a fresh directory. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const [newest] = (await readdir(POSTGRES_VERSIONS)).sort((one, other) => Number(other) - Number(one));
  const programs = join(POSTGRES_VERSIONS, newest ?? '', 'bin');
  const directory = await mkdtemp(join(tmpdir(), 'confab-postgres-'));
  // PostgreSQL refuses to run as root.
  const isRoot = userInfo().uid === 0;
  const asUser = (program: string, ...options: string[]): [string, string[]] =>
    isRoot
      ? ['runuser', ['-u', 'postgres', '--', join(programs, program), ...options]]
      : [join(programs, program), options];
  if (isRoot) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    await chown(directory, Number(stdout), -1);
  }
  const data = join(directory, 'data');
  const ownership = ['-A', 'trust', '-U', 'confab', '--no-instructions', '--wal-segsize=1'];
  await run(...asUser('initdb', '-D', data, ...ownership));
  const port = await freePort();
  const start = async () => {
    const settings = `-p ${port} -k ${directory} -c listen_addresses=127.0.0.1 -c max_connections=100`;
    // Children of a killed server hold its memory for a moment.
    await waitFor('PostgreSQL starts', async () => {
      await run(...asUser('pg_ctl', '-D', data, '-w', '-l', join(directory, 'log'), '-o', settings, 'start'));
      return true;
    });
  };
  const readPid = async () => {
    const [pid = ''] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    return pid;
  };
  const kill = async () => {
    process.kill(Number(await readPid()), 'SIGKILL');
    await isGone(port);
  };
  const limitFiles = async (bytes: number | null) => {
    const pid = await readPid();
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    // First the one whose limit new ones inherit; one that has ended meanwhile needs none.
    for (const one of [pid, ...children.trim().split(' ')]) {
      const limit = ['prlimit', `--fsize=${bytes ?? 'unlimited'}:unlimited`, '--pid', one];
      // Only its own user may do that, unless root has every right that it can have.
      const [program = '', ...options] = isRoot ? ['runuser', '-u', 'postgres', '--', ...limit] : limit;
      await run(program, options).catch((error: Error) => {
        if (one === pid) throw error;
      });
    }
  };
  await start();
  return {
    port,
    start,
    kill,
    limitFiles,
    url: `postgres://confab@127.0.0.1:${port}/postgres`,
    async dispose() {
      await run(...asUser('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop')).catch(() => {});
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export interface OwnRedis extends OwnServer {
  /** Lets it forget everything while it runs. */
  flush(): Promise<void>;
}

/** Redis without persistence: killed, it forgets everything. */
export async function startOwnRedis(): Promise<OwnRedis> {
  const port = await freePort();
  let child: ChildProcess | null = null;
  const start = async () => {
    child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
      stdio: 'ignore',
    });
    await waitFor('Redis answers', () => answers(port));
  };
  const kill = async () => {
    child?.kill('SIGKILL');
    await isGone(port);
  };
  const flush = () =>
    new Promise<void>((done, failed) => {
      const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write('FLUSHALL\r\n'));
      socket.once('error', failed).once('data', (answer) => {
        socket.destroy();
        if (answer.toString().startsWith('+OK')) done();
        else failed(new Error(`Redis did not flush: ${answer}`));
      });
    });
  await start();
  return { port, start, kill, flush, url: `redis://127.0.0.1:${port}`, dispose: kill };
}

const isGone = (port: number): Promise<void> =>
  waitFor('nothing answers any more', async () => !(await answers(port)));

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
