import { resolve } from 'node:path';
import { z } from 'zod';
import { OperatorError } from './core/model/operator-error.ts';

/** Everything that the environment decides. See the README's table; nothing but it and options of commands read it. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where platforms and browsers reach us, without trailing slash; null: nobody from outside can, so accounts poll. */
  readonly publicUrl: string | null;
  /** Null: the embedded engine in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null: wake-ups stay inside this process (or go through PostgreSQL). */
  readonly redisUrl: string | null;
  readonly dataDir: string;
  /** Null: one is generated into `dataDir`; never null with `databaseUrl`. */
  readonly secret: string | null;
  /** Null: one is generated, printed once, and its hash kept in `dataDir`. */
  readonly adminKey: string | null;
  readonly allowPrivateAddresses: boolean;
  /** `advanceClock` works; for development, never where contacts are real. */
  readonly movableClocks: boolean;
  /** Partners' adapters to load: packages by name, files by path. */
  readonly adapters: readonly string[];
  /** The file of the only operations that are executed; null: any within the limits. */
  readonly trustedDocuments: string | null;
  readonly role: 'all' | 'web' | 'worker';
  /** `auto`: held after a restore until an operator confirms; `hold`: held at this start; `on`: a moved database counts as the same. */
  readonly sending: 'auto' | 'hold' | 'on';
  /** How long the event log is kept, in days. */
  readonly eventRetentionDays: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** A wrong setting: one sentence that names the variable, the rule, the value and an example. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError';
}

interface Variable<Value> {
  readonly rule: string;
  readonly example: string;
  readonly isSecret?: boolean;
  readonly schema: z.ZodType<Value, string>;
}

const url = (...protocols: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), { abort: true });

/** A path that says so, or the name of a package. */
const ADAPTER = /^(?:\.{0,2}\/\S+|(?:@[a-z0-9._~-]+\/)?[a-z0-9][a-z0-9._~-]*)$/u;

const VARIABLES = {
  PORT: {
    rule: 'a whole number from 0 to 65535 (0: any free port)',
    example: 'PORT=4000',
    schema: z
      .string()
      .regex(/^\d{1,5}$/u)
      .transform(Number)
      .refine((port) => port <= 65_535),
  },
  HOST: {
    rule: 'a host name or IP address to listen on',
    example: 'HOST=0.0.0.0',
    schema: z.string().regex(/^[A-Za-z0-9.:_-]+$/u),
  },
  PUBLIC_URL: {
    rule: 'an http or https address without a path, as platforms reach it',
    example: 'PUBLIC_URL=https://inbox.example.org',
    schema: url('http:', 'https:').refine((text) => {
      const { pathname, search, username } = new URL(text);
      return pathname === '/' && search === '' && username === '';
    }),
  },
  DATABASE_URL: {
    rule: 'a PostgreSQL connection string',
    example: 'DATABASE_URL=postgres://confab:secret@localhost:5432/confab',
    isSecret: true,
    schema: url('postgres:', 'postgresql:'),
  },
  REDIS_URL: {
    rule: 'a Redis connection string',
    example: 'REDIS_URL=redis://localhost:6379',
    isSecret: true,
    schema: url('redis:', 'rediss:'),
  },
  CONFAB_DATA_DIR: {
    rule: 'the path of a directory that this process may write',
    example: 'CONFAB_DATA_DIR=./data',
    schema: z.string(),
  },
  CONFAB_SECRET: {
    rule: 'at least 32 characters, the same on every process; losing it loses the stored credentials',
    example: 'CONFAB_SECRET="$(openssl rand -base64 32)"',
    isSecret: true,
    schema: z.string().min(32),
  },
  CONFAB_ADMIN_KEY: {
    rule: 'at least 24 characters without spaces',
    example: 'CONFAB_ADMIN_KEY="$(openssl rand -hex 24)"',
    isSecret: true,
    schema: z.string().regex(/^\S{24,}$/u),
  },
  CONFAB_ALLOW_PRIVATE_ADDRESSES: {
    rule: 'true or false',
    example: 'CONFAB_ALLOW_PRIVATE_ADDRESSES=true',
    schema: z.enum(['true', 'false']).transform((flag) => flag === 'true'),
  },
  CONFAB_MOVABLE_CLOCKS: {
    rule: 'true or false',
    example: 'CONFAB_MOVABLE_CLOCKS=true',
    schema: z.enum(['true', 'false']).transform((flag) => flag === 'true'),
  },
  CONFAB_ADAPTERS: {
    rule: 'names of packages, or paths of files that begin with ./, ../ or /, separated by commas and each once',
    example: 'CONFAB_ADAPTERS=@acme/confab-line,./adapters/foo.js',
    schema: z
      .string()
      .transform((list) => list.split(',').map((specifier) => specifier.trim()))
      .refine((list) => new Set(list).size === list.length && list.every((one) => ADAPTER.test(one))),
  },
  CONFAB_TRUSTED_DOCUMENTS: {
    rule: 'the path of a JSON file of ids and GraphQL documents, as graphql-codegen and the Relay compiler write it',
    example: 'CONFAB_TRUSTED_DOCUMENTS=./persisted-documents.json',
    schema: z.string().transform((path) => resolve(path)),
  },
  CONFAB_ROLE: {
    rule: 'all, web or worker',
    example: 'CONFAB_ROLE=web',
    schema: z.enum(['all', 'web', 'worker']),
  },
  CONFAB_SENDING: {
    rule: 'auto, hold or on',
    example: 'CONFAB_SENDING=hold',
    schema: z.enum(['auto', 'hold', 'on']),
  },
  CONFAB_EVENT_RETENTION_DAYS: {
    rule: 'a whole number of days from 1 to 3650, the same on every worker',
    example: 'CONFAB_EVENT_RETENTION_DAYS=30',
    schema: z
      .string()
      .regex(/^\d{1,4}$/u)
      .transform(Number)
      .refine((days) => days >= 1 && days <= 3_650),
  },
  CONFAB_LOG_LEVEL: {
    rule: 'debug, info, warn, error or silent',
    example: 'CONFAB_LOG_LEVEL=info',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  },
} as const satisfies Record<string, Variable<unknown>>;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the environment.
 *
 * @throws {ConfigError} with one sentence about the first variable that is wrong.
 */
export function readConfig(environment: Environment): Config {
  const read = <Name extends keyof typeof VARIABLES>(name: Name) => readVariable(name, environment[name]);

  const databaseUrl = read('DATABASE_URL');
  const secret = read('CONFAB_SECRET');
  const role = read('CONFAB_ROLE') ?? 'all';
  if (databaseUrl !== null && secret === null) {
    throw new ConfigError(
      `CONFAB_SECRET must be set where DATABASE_URL is: it encrypts the credentials in that database. Example: ${VARIABLES.CONFAB_SECRET.example}`,
    );
  }
  if (databaseUrl === null && role !== 'all') {
    throw new ConfigError(
      `CONFAB_ROLE=${role} needs DATABASE_URL: the embedded database belongs to one process. Example: ${VARIABLES.DATABASE_URL.example}`,
    );
  }
  return {
    port: read('PORT') ?? 4000,
    host: read('HOST') ?? '127.0.0.1',
    publicUrl: read('PUBLIC_URL')?.replace(/\/$/u, '') ?? null,
    databaseUrl,
    redisUrl: read('REDIS_URL'),
    dataDir: resolve(read('CONFAB_DATA_DIR') ?? './data'),
    secret,
    adminKey: read('CONFAB_ADMIN_KEY'),
    allowPrivateAddresses: read('CONFAB_ALLOW_PRIVATE_ADDRESSES') ?? false,
    movableClocks: read('CONFAB_MOVABLE_CLOCKS') ?? false,
    adapters: read('CONFAB_ADAPTERS') ?? [],
    trustedDocuments: read('CONFAB_TRUSTED_DOCUMENTS'),
    role,
    sending: read('CONFAB_SENDING') ?? 'auto',
    eventRetentionDays: read('CONFAB_EVENT_RETENTION_DAYS') ?? 7,
    logLevel: read('CONFAB_LOG_LEVEL') ?? 'info',
  };
}

/** An empty variable counts as unset, as a shell's `VAR=` means it. */
function readVariable<Name extends keyof typeof VARIABLES>(
  name: Name,
  raw: string | undefined,
): z.output<(typeof VARIABLES)[Name]['schema']> | null {
  if (raw === undefined || raw.trim() === '') return null;
  const variable: Variable<unknown> = VARIABLES[name];
  const parsed = variable.schema.safeParse(raw.trim());
  if (parsed.success) return parsed.data as z.output<(typeof VARIABLES)[Name]['schema']>;
  const value = variable.isSecret === true ? 'a value that does not fit (not shown)' : `"${raw}"`;
  throw new ConfigError(`${name} must be ${variable.rule}, got ${value}. Example: ${variable.example}`);
}
