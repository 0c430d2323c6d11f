import { readFile } from 'node:fs/promises';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { parse, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { getSchema } from './schema.ts';

/** The operations that are allowed, by the ids that clients send instead of them. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const file = z.record(z.string().min(1), z.string().min(1));

/**
 * Reads what graphql-codegen (`persisted-documents.json`) and the Relay compiler (`persistConfig`) write: a JSON
 * object of ids and documents.
 *
 * @throws {Error} with a sentence that says what is wrong, also when a document does not fit the schema: better
 *         now than when the first client asks for it.
 */
export async function loadTrustedDocuments(path: string): Promise<TrustedDocuments> {
  const read = file.safeParse(parseJson(await readFile(path, 'utf8')));
  if (!read.success) throw new Error('it is not a JSON object of ids and documents');
  for (const [id, text] of Object.entries(read.data)) {
    const [error] = validate(getSchema(), parse(text));
    if (error !== undefined) throw new Error(`the document ${id} does not fit the schema: ${error.message}`);
  }
  return new Map(Object.entries(read.data));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Nothing but these documents is executed. Clients send their id as `documentId`, or as
 * `extensions.persistedQuery.sha256Hash` with version 1.
 */
export function trustOnly(documents: TrustedDocuments): Plugin {
  return usePersistedOperations({
    getPersistedOperation: (id) => documents.get(id) ?? null,
    extractPersistedOperationId: (params) => {
      const asked = request.safeParse(params);
      return asked.data?.documentId ?? asked.data?.extensions?.persistedQuery?.sha256Hash ?? null;
    },
    customErrors: {
      notFound: refusal('TRUSTED_DOCUMENT_UNKNOWN', 'This instance knows no document by this id.'),
      keyNotFound: refusal('TRUSTED_DOCUMENT_REQUIRED', 'Give the id of a trusted document as `documentId`.'),
      persistedQueryOnly: refusal(
        'TRUSTED_DOCUMENTS_ONLY',
        'This instance executes trusted documents only: give an id as `documentId` instead of a `query`.',
      ),
    },
  });
}

const request = z.object({
  documentId: z.string().nullish(),
  extensions: z
    .object({ persistedQuery: z.object({ version: z.literal(1), sha256Hash: z.string() }).nullish() })
    .nullish(),
});

const refusal = (code: string, message: string) => ({ message, extensions: { code, http: { status: 400 } } });
