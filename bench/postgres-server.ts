import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../src/core/store/migrate.ts';
import { openPostgres } from '../src/core/store/postgres.ts';
import { freePort } from '../test/support/gateway-process.ts';

/** A PostgreSQL of the bench's own, with the server's default settings: durable commits, nothing tuned. */
export interface PostgresServer {
  readonly version: string;
  /** Where pgbench stands. */
  readonly binDir: string;
  readonly port: number;
  /** A fresh database with Confab's tables. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const binDir = findBinDir();
  const dir = mkdtempSync(join(tmpdir(), 'confab-bench-'));
  const port = await freePort();
  const owner = ownerOfServers();
  if (owner !== null) chownSync(dir, owner.uid, owner.gid);
  const as = owner === null ? {} : { uid: owner.uid, gid: owner.gid };
  const data = join(dir, 'data');
  execFileSync(join(binDir, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'bench'], {
    ...as,
    stdio: 'ignore',
  });
  const server = spawn(
    join(binDir, 'postgres'),
    ['-D', data, '-p', String(port), '-k', dir, '-c', 'listen_addresses=127.0.0.1'],
    { ...as, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await ready(server);
  const urlOf = (name: string) => `postgres://bench@127.0.0.1:${port}/${name}`;
  return {
    binDir,
    port,
    version: execFileSync(join(binDir, 'postgres'), ['--version'], { encoding: 'utf8' }).trim(),
    async database() {
      const name = `bench_${randomUUID().replaceAll('-', '')}`;
      const admin = await openPostgres({ url: urlOf('postgres'), poolSize: 1 });
      await admin.run({ name: 'create_database', text: `CREATE DATABASE ${name}` }, []);
      await admin.close();
      const database = await openPostgres({ url: urlOf(name), poolSize: 1 });
      await migrate(database);
      await database.close();
      return urlOf(name);
    },
    async stop() {
      const gone = new Promise((done) => server.once('exit', done));
      server.kill('SIGINT');
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const PACKAGED = '/usr/lib/postgresql';

function findBinDir(): string {
  const packaged = existsSync(PACKAGED)
    ? readdirSync(PACKAGED).sort((one, other) => Number(other) - Number(one))
    : [];
  const dirs = [
    ...packaged.map((major) => join(PACKAGED, major, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ];
  const dir = dirs.find((one) => existsSync(join(one, 'initdb')) && existsSync(join(one, 'pgbench')));
  if (dir === undefined) {
    throw new Error(
      'The bench needs PostgreSQL with initdb and pgbench. On Debian: apt-get install postgresql',
    );
  }
  return dir;
}

/** PostgreSQL refuses to run as root; then it runs as its packages' user. Null: as ourselves. */
function ownerOfServers(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)));
  });
}
