import type { ChannelAccountId, InboxId } from '../model/ids.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { changeChannelAccount, findChannelAccount } from '../store/channel-accounts.ts';
import { findInbox } from '../store/inboxes.ts';
import { commit } from './commit.ts';
import {
  type AccountDone,
  arrange,
  type NamedValue,
  readBaseUrl,
  readCredentials,
  readSettings,
} from './connect-channel-account.ts';
import type { Core } from './core.ts';

export interface UpdateChannelAccountCommand {
  readonly id: ChannelAccountId;
  /** Null in each of these: stays as it is. */
  readonly name: string | null;
  readonly inboxId: InboxId | null;
  readonly credentials: readonly NamedValue[] | null;
  readonly settings: readonly NamedValue[] | null;
  readonly apiBaseUrl: string | null;
}

const DISCONNECT_TIMEOUT_MS = 10_000;

/** Changes an account and checks it again; what is not given stays. */
export async function updateChannelAccount(
  core: Core,
  viewer: WorkspaceViewer,
  command: UpdateChannelAccountCommand,
): Promise<AccountDone | UserError> {
  const found = await findForChange(core, viewer, command.id);
  if ('kind' in found) return found;
  const { account, adapter } = found;
  const known = JSON.parse(
    await core.vault.open(account.workspaceId, `channel_accounts:${account.id}`, account.sealedCredentials),
  );
  const credentials = readCredentials(adapter, command.credentials ?? [], known);
  if (credentials.kind !== 'values') return credentials;
  const settings = readSettings(adapter, command.settings ?? [], account.settings);
  if (settings.kind !== 'values') return settings;
  const apiBaseUrl = readBaseUrl(command.apiBaseUrl ?? account.apiBaseUrl);
  if (apiBaseUrl !== null && typeof apiBaseUrl !== 'string') return apiBaseUrl;
  const name = command.name === null ? account.name : storableText(command.name).trim();
  if (name === '' || name.length > 200) return validationFailed('It has 1 to 200 characters.', ['name']);
  const inboxId = command.inboxId ?? account.inboxId;
  if ((await findInbox(core.db, viewer.workspaceId, inboxId)) === null) return notFound('inbox', ['inboxId']);
  const changed = await changeChannelAccount(core.db, account.id, {
    name,
    apiBaseUrl,
    settings: settings.values,
    inboxId,
    sealedCredentials: await core.vault.seal(
      account.workspaceId,
      `channel_accounts:${account.id}`,
      JSON.stringify(credentials.values),
    ),
  });
  return arrange(core, adapter, changed);
}

/** Asks the platform again and keeps what it says; a paused account that works again sends again. */
export async function checkChannelAccount(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly id: ChannelAccountId },
): Promise<AccountDone | UserError> {
  const found = await findForChange(core, viewer, input.id);
  return 'kind' in found ? found : arrange(core, found.adapter, found.account);
}

/** Stops receiving and sending. History stays; the platform is told when it can be reached. */
export async function disconnectChannelAccount(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly id: ChannelAccountId },
): Promise<AccountDone | UserError> {
  const found = await findForChange(core, viewer, input.id);
  if ('kind' in found) return found;
  const { account, adapter } = found;
  const stored = await commit(core, viewer.workspaceId, async (queries) => {
    const now = core.clock.now();
    const gone = { status: 'DISCONNECTED', disconnectedAt: now, externalId: null } as const;
    return {
      result: await changeChannelAccount(queries, account.id, gone),
      events: [
        { type: 'CHANNEL_ACCOUNT_CHANGED', subject: { channelAccountId: account.id }, occurredAt: now },
      ],
    };
  });
  core.wake.accountChanged(account.id);
  try {
    await adapter.disconnect?.(await core.openAccount(account, DISCONNECT_TIMEOUT_MS));
  } catch (error) {
    core.log.warn(
      { error, accountId: account.id },
      'the platform was not told that an account is disconnected',
    );
  }
  return { kind: 'done', account: stored };
}

async function findForChange(core: Core, viewer: WorkspaceViewer, id: ChannelAccountId) {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const account = await findChannelAccount(core.db, viewer.workspaceId, id);
  if (account === null) return notFound('channel account', ['id']);
  const adapter = core.channels.find(account.channel);
  if (adapter === null) return validationFailed(`The adapter "${account.channel}" is not installed.`, ['id']);
  if (account.status === 'DISCONNECTED') {
    return validationFailed('The account is disconnected: connect it anew.', ['id']);
  }
  return { account, adapter };
}
