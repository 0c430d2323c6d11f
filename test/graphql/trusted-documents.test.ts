import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTrustedDocuments } from '../../src/graphql/trusted-documents.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'confab-trusted-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const load = async (content: string) => {
  const path = join(directory, 'documents.json');
  await writeFile(path, content);
  return await loadTrustedDocuments(path);
};

describe('a file of trusted documents', () => {
  it('is read as ids and documents', async () => {
    const documents = await load(JSON.stringify({ abc: '{ viewer { role } }' }));

    expect([...documents]).toEqual([['abc', '{ viewer { role } }']]);
  });

  it.each([
    ['is no JSON', 'nonsense', /not a JSON object of ids and documents/u],
    ['is a list', '["{ viewer { role } }"]', /not a JSON object of ids and documents/u],
    ['holds no text', '{"abc": 7}', /not a JSON object of ids and documents/u],
    ['holds no GraphQL', '{"abc": "{"}', /Syntax Error/u],
    ['does not fit the schema', '{"abc": "{ nothing }"}', /the document abc does not fit the schema/u],
  ])('that %s is refused with the reason', async (_name, content, reason) => {
    await expect(load(content)).rejects.toThrow(reason);
  });

  it('that is not there is refused', async () => {
    await expect(loadTrustedDocuments(join(directory, 'missing.json'))).rejects.toThrow(/ENOENT/u);
  });
});
