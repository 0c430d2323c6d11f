import { type Config, ConfigError } from '../config.ts';
import type { ContactId, WorkspaceId } from '../core/model/ids.ts';
import { readConsentsOfContact, readLedger } from '../core/store/consent-ledger.ts';
import type { Database, Queries } from '../core/store/database.ts';
import { listWorkspaceIds } from '../core/store/event-readers.ts';
import { findContact } from '../core/store/identity-links.ts';
import { findMessage } from '../core/store/message-lookup.ts';
import { migrate } from '../core/store/migrate.ts';
import { openDatabase } from '../core/store/open-database.ts';
import type { ConsentRecord } from '../core/store/rows.ts';
import { findTopic } from '../core/store/topics.ts';
import { readRawId } from './raw-id.ts';

export interface ExportConsentInput {
  readonly workspace: string;
  /** Absent: everybody. */
  readonly contact?: string;
}

const PAGE = 500;

/**
 * Prints consents as JSON, one entry of the ledger a line, oldest first: of one person under whatever identity, or the
 * whole ledger of a workspace.
 */
export async function exportConsent(config: Config, input: ExportConsentInput): Promise<void> {
  const db = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
  try {
    await migrate(db);
    const workspaceId = await readWorkspace(db, input.workspace);
    if (input.contact === undefined) return await printAll(db, workspaceId);
    const contactId = readRawId(input.contact) as ContactId | null;
    const contact = contactId === null ? null : await findContact(db, workspaceId, contactId);
    if (contact === null) throw new ConfigError(`There is no contact ${input.contact} in this workspace.`);
    await print(db, await readConsentsOfContact(db, workspaceId, contact.id));
  } finally {
    await db.close();
  }
}

async function readWorkspace(db: Database, text: string): Promise<WorkspaceId> {
  const id = readRawId(text);
  const found = (await listWorkspaceIds(db)).find((one) => one === id);
  if (found === undefined) throw new ConfigError(`There is no workspace ${text} in this database.`);
  return found;
}

async function printAll(db: Database, workspaceId: WorkspaceId): Promise<void> {
  let last: number | null = null;
  for (;;) {
    const page: readonly ConsentRecord[] = await readLedger(db, workspaceId, last, PAGE);
    await print(db, page);
    last = page.at(-1)?.number ?? last;
    if (page.length < PAGE) return;
  }
}

async function print(queries: Queries, records: readonly ConsentRecord[]): Promise<void> {
  for (const record of records) process.stdout.write(`${JSON.stringify(await shown(queries, record))}\n`);
}

/** Everything that an entry says, with the words of what it points at; the file has to speak for itself. */
async function shown(queries: Queries, record: ConsentRecord): Promise<object> {
  const { workspaceId, topicId, messageId, previousHash, hash, fieldDigests: _digests, ...said } = record;
  const topic = topicId === null ? null : await findTopic(queries, workspaceId, topicId);
  const message = messageId === null ? null : await findMessage(queries, workspaceId, messageId);
  return {
    ...said,
    workspaceId,
    topic: topicId === null ? null : { id: topicId, name: topic?.name ?? null },
    message:
      messageId === null
        ? null
        : {
            id: messageId,
            direction: message?.direction ?? null,
            sentAt: message?.sentAt ?? null,
            parts: message?.parts ?? null,
          },
    previousHash: Buffer.from(previousHash).toString('hex'),
    hash: Buffer.from(hash).toString('hex'),
  };
}
