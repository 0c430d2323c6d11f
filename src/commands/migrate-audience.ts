import { createWriteStream, openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../config.ts';

export interface MigrateAudienceInput {
  /** A running instance. */
  readonly url: string;
  /** An API key of an ADMIN. */
  readonly token: string;
  readonly migration: string;
  readonly file: string;
  readonly evidence: string;
  readonly legalBasis: string;
  readonly encoding?: string;
  /** Where the rows that brought nobody are written, with their numbers and why. */
  readonly errors: string;
}

const LOOK_EVERY_MS = 500;

const IMPORT = `mutation ($input: ImportMigrationAudienceInput!) {
  importMigrationAudience(input: $input) {
    ... on MigrationImportQueued { migrationImport { id } }
    ... on UserError { message }
  }
}`;
const PROGRESS = `query ($id: ID!) {
  node(id: $id) {
    ... on MigrationImport { status problem rowCount rowsRead added known passedOver failed errorsUrl }
  }
}`;

interface Progress {
  readonly status: string;
  readonly problem: string | null;
  readonly rowCount: number | null;
  readonly rowsRead: number;
  readonly added: number;
  readonly known: number;
  readonly passedOver: number;
  readonly failed: number;
  readonly errorsUrl: string;
}

/**
 * Brings a file of readers into a migration, through the same API that programs use: uploads it, tells how far it is,
 * and writes down the rows that brought nobody.
 */
export async function migrateAudience(input: MigrateAudienceInput): Promise<void> {
  const mediaId = await upload(input);
  const { importMigrationAudience: outcome } = await ask<{
    importMigrationAudience: { migrationImport?: { id: string }; message?: string };
  }>(input, IMPORT, {
    input: {
      mediaId,
      migrationId: input.migration,
      evidence: input.evidence,
      legalBasis: input.legalBasis,
      encoding: input.encoding ?? null,
    },
  });
  if (outcome.migrationImport === undefined) throw new ConfigError(outcome.message ?? 'It was refused.');
  const progress = await follow(input, outcome.migrationImport.id);
  if (progress.problem !== null) throw new ConfigError(`${input.file}: ${progress.problem}`);
  const { added, known, passedOver, failed } = progress;
  process.stdout.write(
    `${added} added, ${known} known already, ${passedOver} of the added had refused, ${failed} rows brought nobody\n`,
  );
  if (failed === 0) return;
  await download(input, progress.errorsUrl);
  process.stdout.write(`Those rows, with their numbers and why: ${input.errors}\n`);
}

async function upload({ url, token, file }: MigrateAudienceInput): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new ConfigError(`There is no file ${file}.`);
  const response = await fetch(`${url}/media?fileName=${encodeURIComponent(basename(file))}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: await openAsBlob(file),
  });
  const body = (await response.json()) as { mediaId?: string; error?: string };
  if (body.mediaId === undefined)
    throw new ConfigError(body.error ?? `The upload was answered ${response.status}.`);
  return body.mediaId;
}

async function follow(input: MigrateAudienceInput, id: string): Promise<Progress> {
  for (let told = ''; ; ) {
    const { node } = await ask<{ node: Progress }>(input, PROGRESS, { id });
    const line = `${node.status} ${node.rowsRead} of ${node.rowCount ?? '?'}`;
    if (line !== told) process.stdout.write(`${line}\n`);
    told = line;
    if (node.status === 'DONE' || node.status === 'FAILED') return node;
    await sleep(LOOK_EVERY_MS);
  }
}

async function download({ token, errors }: MigrateAudienceInput, url: string): Promise<void> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok || response.body === null) {
    throw new ConfigError(`The errors could not be fetched: ${response.status}.`);
  }
  await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(errors));
}

async function ask<Data>(
  { url, token }: MigrateAudienceInput,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as { data?: Data; errors?: readonly { message: string }[] };
  if (body.data === undefined || body.data === null) {
    throw new ConfigError(body.errors?.[0]?.message ?? `The instance answered ${response.status}.`);
  }
  return body.data;
}
