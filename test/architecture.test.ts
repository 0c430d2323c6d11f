import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom (ARCHITECTURE.md). A room is a folder under `src`; the longest matching name is a file's
 * room. `*` stands for every room. Change a rule only together with the document, and with a reason.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'core/model': [],
  'core/channel': ['core/model'],
  'core/policy': ['core/model', 'core/channel', 'core/store'],
  'core/store': ['core/model'],
  'core/events': ['core/model', 'core/store'],
  'core/access': ['core/model', 'core/channel', 'core/store', 'core/events', 'core/inbox'],
  'core/media': ['core/model', 'core/channel', 'core/store', 'core/events', 'core/inbox'],
  'core/inbox': ['core/model', 'core/channel', 'core/policy', 'core/store', 'core/events', 'core/media'],
  'core/delivery': ['core/model', 'core/channel', 'core/policy', 'core/store', 'core/events', 'core/inbox'],
  'core/consent': ['core/model', 'core/channel', 'core/store', 'core/events', 'core/inbox'],
  'core/templates': ['core/model', 'core/channel', 'core/store', 'core/events', 'core/inbox'],
  'core/audiences': ['core/model', 'core/store', 'core/inbox'],
  'core/migration': [
    'core/model',
    'core/channel',
    'core/policy',
    'core/store',
    'core/events',
    'core/inbox',
    'core/consent',
    'core/media',
  ],
  'core/campaigns': [
    'core/model',
    'core/channel',
    'core/policy',
    'core/store',
    'core/events',
    'core/inbox',
    'core/audiences',
  ],
  'core/automation': [
    'core/model',
    'core/channel',
    'core/policy',
    'core/store',
    'core/events',
    'core/inbox',
    'core/consent',
    'core/migration',
    'core/profiles',
  ],
  'core/profiles': ['core/model', 'core/channel', 'core/store', 'core/events', 'core/inbox', 'core/media'],
  'channels/shared': ['core/model', 'core/channel'],
  graphql: [
    'core/model',
    'core/channel',
    'core/policy',
    'core/store',
    'core/events',
    'core/inbox',
    'core/access',
    'core/consent',
    'core/templates',
    'core/audiences',
    'core/campaigns',
    'core/migration',
  ],
  http: [
    'core/model',
    'core/channel',
    'core/store',
    'core/inbox',
    'core/access',
    'core/campaigns',
    'core/migration',
  ],
  // Entry files: config, compose, server, worker, cli and what belongs to them.
  '': ['*'],
};

/** A channel's folder may use the port, the words and what channels share; never another channel. */
const CHANNEL_MAY_IMPORT = ['core/model', 'core/channel', 'channels/shared'];

/** Packages that only some rooms may know. */
const PACKAGES: readonly { readonly name: RegExp; readonly rooms: readonly string[] }[] = [
  { name: /^(?:postgres|@electric-sql\/pglite)(?:\/|$)/u, rooms: ['core/store'] },
  { name: /^drizzle-orm(?:\/|$)/u, rooms: ['core/store'] },
  { name: /^ioredis$/u, rooms: ['core/events', 'core/delivery', ''] },
  {
    name: /^(?:graphql|graphql-yoga|graphql-ws|@pothos\/.*|@envelop\/.*|@graphql-yoga\/.*)(?:\/|$)/u,
    rooms: ['graphql', ''],
  },
  { name: /^express$/u, rooms: ['http', 'graphql', ''] },
  { name: /^undici$/u, rooms: ['channels/shared', ''] },
];

const SOURCE = resolve(import.meta.dirname, '../src');

interface Import {
  readonly file: string;
  readonly room: string;
  readonly specifier: string;
  /** The room that a relative specifier leads to; null for packages. */
  readonly target: string | null;
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const imports = files.flatMap(importsOf);

describe('architecture', () => {
  it('sees the source tree that it judges', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it('lets every room import only the rooms it may', () => {
    const broken = imports.filter(
      ({ room, target }) => target !== null && target !== room && !allowed(room, target),
    );

    expect(broken.map(describeImport)).toEqual([]);
  });

  it('keeps drivers, HTTP and GraphQL out of the rooms that must not know them', () => {
    const broken = imports.filter(
      ({ room, specifier, target }) =>
        target === null && PACKAGES.some(({ name, rooms }) => name.test(specifier) && !rooms.includes(room)),
    );

    expect(broken.map(describeImport)).toEqual([]);
  });

  it('names no platform inside the core', () => {
    const platform = /\b(?:telegram|whatsapp|viber|messenger|apple)\b/iu;
    const naming = files.filter(
      (file) => file.startsWith('core/') && codeOf(file).some((line) => platform.test(line)),
    );

    expect(naming).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const reading = files.filter(
      (file) => file !== 'cli.ts' && codeOf(file).some((line) => /process\.env/u.test(line)),
    );

    expect(reading).toEqual([]);
  });
});

function allowed(room: string, target: string): boolean {
  const rules = MAY_IMPORT[room] ?? (room.startsWith('channels/') ? CHANNEL_MAY_IMPORT : []);
  return rules.includes('*') || rules.includes(target);
}

function importsOf(file: string): Import[] {
  const statements = read(file).matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:from\s*)?['"]([^'"]+)['"]/gu,
  );
  const multiline = read(file).matchAll(/\}\s*from\s*['"]([^'"]+)['"]/gu);
  const specifiers = new Set([...statements, ...multiline].map((match) => match[1] ?? ''));
  return [...specifiers].map((specifier) => ({
    file,
    room: roomOf(file),
    specifier,
    target: specifier.startsWith('.')
      ? roomOf(relative(SOURCE, resolve(SOURCE, dirname(file), specifier)))
      : null,
  }));
}

function roomOf(file: string): string {
  const [first, second] = file.split('/');
  if (first === 'core' || first === 'channels') return `${first}/${second}`;
  return first === 'graphql' || first === 'http' ? first : '';
}

/** Lines that are not comments: a docstring may give a platform as an example. */
function codeOf(file: string): string[] {
  return read(file)
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/|\/?\*)/u.test(line))
    .map((line) => line.replace(/\/\/.*$/u, ''));
}

function read(file: string): string {
  return readFileSync(join(SOURCE, file), 'utf8');
}

const describeImport = ({ file, specifier }: Import): string => `${file} imports ${specifier}`;
