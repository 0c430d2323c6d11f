import { randomUUID } from 'node:crypto';
import { telegram } from '../src/channels/telegram/index.ts';
import { openPostgres } from '../src/core/store/postgres.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../test/support/test-core.ts';
import { connectTestAccount } from '../test/support/workspace.ts';

/** Workspaces with a bot each, and the same contacts writing to all contestants. */
export interface ReceivingScene {
  readonly core: TestCore;
  readonly accounts: readonly ReceivingTarget[];
  close(): Promise<void>;
}

export interface ReceivingTarget {
  readonly workspaceId: string;
  readonly inboxId: string;
  readonly accountId: string;
  /** The workspace's first key. */
  readonly apiKey: string;
}

export const WEBHOOK_SECRET = 'bench-webhook-secret';
/** Contacts per account; all are known before anything is measured. */
export const SENDERS = 500;

/** @param secret  Of the gateway that shall open the accounts' credentials. */
export async function openReceivingScene(
  databaseUrl: string,
  secret: string,
  workspaces: number,
): Promise<ReceivingScene> {
  const database = await openPostgres({ url: databaseUrl, poolSize: 16 });
  const core = createTestCore({ db: { ...database, url: databaseUrl }, channels: [telegram], secret });
  const accounts: ReceivingTarget[] = [];
  for (let index = 0; index < workspaces; index += 1) {
    const { owner, secret: apiKey } = await createTestWorkspace(core, `Workspace ${index}`);
    const account = await connectTestAccount(core, owner, {
      channel: 'telegram',
      credentials: { botToken: '100:bench-token-of-thirty-five-characters', webhookSecret: WEBHOOK_SECRET },
    });
    accounts.push({
      workspaceId: account.workspaceId,
      inboxId: account.inboxId,
      accountId: account.id,
      apiKey,
    });
  }
  return { core, accounts, close: () => database.close() };
}

let lastUpdateId = 0;

/** A Telegram update that nobody has sent before, from one of an account's contacts. */
export function newUpdate(random: () => number, senders = SENDERS): string {
  lastUpdateId += 1;
  const sender = 1 + Math.floor(random() * senders);
  return JSON.stringify({
    update_id: lastUpdateId,
    message: {
      message_id: lastUpdateId,
      from: { id: sender, is_bot: false, first_name: `Contact ${sender}`, language_code: 'en' },
      chat: { id: sender, first_name: `Contact ${sender}`, type: 'private' },
      date: 1_790_000_000 + lastUpdateId,
      text: `Is my order ${randomUUID()} ready for collection?`,
    },
  });
}
