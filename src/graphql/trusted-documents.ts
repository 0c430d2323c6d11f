import { readFile } from 'node:fs/promises';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';

/** The operations that are allowed, by the ids that clients send instead of them. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const file = z.record(z.string().min(1), z.string().min(1));

/**
 * Reads what graphql-codegen (`persisted-documents.json`) and the Relay compiler (`persistConfig`) write: a JSON
 * object of ids and documents.
 *
 * @throws when there is no such file, or something else in it.
 */
export async function loadTrustedDocuments(path: string): Promise<TrustedDocuments> {
  return new Map(Object.entries(file.parse(JSON.parse(await readFile(path, 'utf8')))));
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
