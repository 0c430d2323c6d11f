import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { generate } from '@graphql-codegen/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTrustedDocuments, type TrustedDocuments } from '../../../src/graphql/trusted-documents.ts';
import { startEmbeddedTestDatabase } from '../../support/embedded-test-engine.ts';
import { readEventStream } from '../../support/event-reader.ts';
import {
  OPERATIONS_DIRECTORY,
  publishedOperation,
  publishedOperations,
} from '../../support/published-operations.ts';
import { type StreamScene, socketClient, startStreamScene } from '../../support/stream-scene.ts';
import { createTestDatabasePool } from '../../support/test-database-pool.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const pool = createTestDatabasePool(startEmbeddedTestDatabase);
let directory: string;
let trustedDocuments: TrustedDocuments;
let scene: StreamScene;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'confab-codegen-'));
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  await generate(
    {
      silent: true,
      schema: join(ROOT, 'schema.graphql'),
      documents: `${OPERATIONS_DIRECTORY}/*.graphql`,
      generates: { [`${directory}/`]: { preset: 'client', presetConfig: { persistedDocuments: true } } },
      config: { useTypeImports: true },
    },
    true,
  );
  trustedDocuments = await loadTrustedDocuments(join(directory, 'persisted-documents.json'));
  scene = await startStreamScene(await pool.open(), { trustedDocuments });
});
afterAll(async () => {
  await scene?.server.close();
  await pool.stop();
  await rm(directory, { recursive: true, force: true });
});

const idOf = (name: string) => {
  const found = [...trustedDocuments].find(([, text]) =>
    new RegExp(`(?:query|mutation|subscription) ${name}\\b`, 'u').test(text),
  );
  if (found === undefined) throw new Error(`${name} was not written down.`);
  return found[0];
};
const post = async (body: object) => {
  const response = await fetch(scene.server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${scene.workspace.secret}` },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { data?: Record<string, unknown>; errors?: { extensions: object }[] };
};

describe('graphql-codegen', () => {
  it('makes types of the published operations that the compiler accepts', async () => {
    await writeFile(
      join(directory, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2023',
          skipLibCheck: true,
          types: [],
        },
        files: ['graphql.ts', 'use.ts'],
      }),
    );
    await writeFile(
      join(directory, 'use.ts'),
      `import type { SendMessageMutationMutation } from './graphql.ts';
       export const codeOf = ({ sendMessage }: SendMessageMutationMutation): string =>
         sendMessage.__typename === 'SendMessageSuccess' ? sendMessage.queuedMessage.id : sendMessage.__typename;\n`.replace(
        "'./graphql.ts'",
        "'./graphql.js'",
      ),
    );
    await writeFile(join(directory, 'package.json'), '{ "type": "module" }');

    const compiled = promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), ['-p', directory]);

    await expect(compiled).resolves.toMatchObject({ stdout: '' });
  });
});

describe('an instance that executes trusted documents only', () => {
  it('knows all of them', () => {
    expect(trustedDocuments.size).toBe(publishedOperations().length);
  });

  it.each([
    ['`documentId`', (id: string) => ({ documentId: id })],
    [
      '`persistedQuery`',
      (id: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } }),
    ],
  ])('executes one by its id in %s', async (_name, asked) => {
    const { data } = await post({ ...asked(idOf('ContactsQuery')), variables: { first: 5 } });

    expect(data).toMatchObject({ contacts: { nodes: [{ name: 'acme contact 0' }] } });
  });

  it('follows one by its id, over server-sent events and over WebSocket', async () => {
    const operation = { documentId: idOf('EventsSubscription'), variables: {} };
    const reader = readEventStream(scene.server.url, scene.workspace.secret, operation);
    await reader.opened;
    const client = socketClient(scene.server.webSocketUrl, scene.workspace.secret);
    const overSocket = new Promise((resolve) => {
      // The protocol wants a text where the id is what counts.
      const payload = {
        query: '',
        variables: {},
        extensions: { persistedQuery: { version: 1, sha256Hash: operation.documentId } },
      };
      client.subscribe(payload, { next: resolve, error: resolve, complete: () => {} });
    });
    const writing = setInterval(() => void scene.happen(1), 20);

    await reader.waitForEvents(1);
    const first = await overSocket;
    clearInterval(writing);
    reader.close();
    await client.dispose();

    expect(first).toMatchObject({ data: { events: { type: 'MESSAGE_RECEIVED' } } });
  });

  it.each([
    ['an operation of its own', () => ({ query: '{ viewer { name } }' }), 'TRUSTED_DOCUMENTS_ONLY'],
    [
      'a trusted operation, written out',
      () => ({ query: publishedOperation('ContactsQuery').text }),
      'TRUSTED_DOCUMENTS_ONLY',
    ],
    ['an unknown id', () => ({ documentId: 'nonsense' }), 'TRUSTED_DOCUMENT_UNKNOWN'],
    ['neither', () => ({ variables: {} }), 'TRUSTED_DOCUMENT_REQUIRED'],
  ])('refuses %s', async (_name, body, code) => {
    const { data, errors } = await post(body());

    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });

  it('keeps the ids of its documents apart from their words', async () => {
    const written = JSON.parse(await readFile(join(directory, 'persisted-documents.json'), 'utf8'));

    expect(Object.keys(written).sort()).toEqual([...trustedDocuments.keys()].sort());
  });
});
