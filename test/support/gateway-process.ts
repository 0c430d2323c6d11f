import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { builtCommandLine } from './built-gateway.ts';

const ADMIN_KEY = 'admin-key-of-the-journey-tests';
const SECRET = 'a secret that only the journey tests know';

/** A real gateway in a process of its own, as an operator would run it: killed, restarted, asked over HTTP. */
export interface GatewayProcess {
  readonly url: string;
  readonly adminKey: string;
  /** Its CONFAB_SECRET. */
  readonly secret: string;
  readonly dataDir: string;
  /** `kill -9`: no drain, no goodbye. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as a deploy does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGSTOP: it stands still, and so do its timers; its connections stay open. */
  pause(): void;
  /** SIGCONT: it goes on where it was, without knowing. */
  resume(): void;
  /** Starts it again on the same port, directory and database; resolves when it is ready. */
  start(): Promise<void>;
  /** Everything that it logged, one JSON object a line. */
  readonly logs: readonly string[];
  /** Stops it and removes its directory. */
  dispose(): Promise<void>;
}

export interface GatewayOptions {
  /** Absent: the embedded database in a fresh directory. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** True: accounts get webhooks at the gateway's own address; false: they are polled. */
  readonly hasPublicUrl?: boolean;
  /** Called when it ends though nobody here has ended it, with its last words. Absent: they are printed. */
  readonly onEnded?: (ending: UnexpectedEnd) => void;
}

export interface UnexpectedEnd {
  /** The exit code, or the name of the signal. */
  readonly code: number | string | null;
  /** False: it gave up while it was starting. */
  readonly wasReady: boolean;
  readonly words: string;
}

export async function startGatewayProcess(options: GatewayOptions = {}): Promise<GatewayProcess> {
  const commandLine = await builtCommandLine();
  const port = await freePort();
  const dataDir = await mkdtemp(join(tmpdir(), 'confab-journey-'));
  const url = `http://127.0.0.1:${port}`;
  const logs: string[] = [];
  let child: ChildProcess | null = null;
  const { onEnded = printEnd } = options;

  const start = async () => {
    const started = spawn(process.execPath, [commandLine, 'start'], {
      cwd: resolve(import.meta.dirname, '../..'),
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: String(port),
        CONFAB_DATA_DIR: dataDir,
        CONFAB_SECRET: SECRET,
        CONFAB_ADMIN_KEY: ADMIN_KEY,
        CONFAB_ALLOW_PRIVATE_ADDRESSES: 'true',
        ...(options.hasPublicUrl === true ? { PUBLIC_URL: url } : {}),
        ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
        ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    const errors: string[] = [];
    let wasReady = false;
    started.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
    started.once('exit', (code, signal) => {
      if (child === started) onEnded({ code: code ?? signal, wasReady, words: errors.join('') });
    });
    await new Promise<void>((ready, failed) => {
      createInterface({ input: started.stdout }).on('line', (line) => {
        logs.push(line);
        if (!line.includes('confab is ready')) return;
        wasReady = true;
        ready();
      });
      started.once('exit', (code) =>
        failed(new Error(`The gateway ended with ${code} before it was ready: ${errors.join('')}`)),
      );
    });
  };

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null) return ending?.exitCode ?? null;
    const gone = new Promise<number | null>((done) => ending.once('exit', (code) => done(code)));
    ending.kill(signal);
    return gone;
  };

  await start();
  return {
    url,
    logs,
    start,
    dataDir,
    adminKey: ADMIN_KEY,
    secret: SECRET,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async dispose() {
      await end('SIGKILL');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Whoever reads the failure of a test wants to know why. */
function printEnd({ code, words }: UnexpectedEnd): void {
  process.stderr.write(`\nA gateway ended by itself (${code}): ${words}\n`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}
