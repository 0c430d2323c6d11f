import { randomBytes } from 'node:crypto';
import type { ChannelDefinition } from '../channel/index.ts';
import type { AccountHealth, AccountSettings, Credentials } from '../model/channel-account.ts';
import type { ChannelAccountId, InboxId } from '../model/ids.ts';
import {
  conflict,
  forbidden,
  notFound,
  type UserError,
  type ValidationFailed,
  validationFailed,
} from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import {
  changeChannelAccount,
  deleteUnknownAccount,
  insertChannelAccount,
  isConnectedTwice,
} from '../store/channel-accounts.ts';
import { findInbox } from '../store/inboxes.ts';
import { newId } from '../store/new-id.ts';
import type { ChannelAccount } from '../store/rows.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface ConnectChannelAccountCommand {
  readonly channel: string;
  readonly name: string;
  /** Null: the workspace's default inbox. */
  readonly inboxId: InboxId | null;
  readonly credentials: readonly NamedValue[];
  readonly settings: readonly NamedValue[];
  /** Null: the platform's production address. */
  readonly apiBaseUrl: string | null;
}

export interface AccountDone {
  readonly kind: 'done';
  readonly account: ChannelAccount;
}

const CHECK_TIMEOUT_MS = 30_000;

/**
 * Connects a number, page or bot. The row comes first, so that the webhook can be routed while the platform
 * validates it; then the platform is asked. A check that fails leaves the account `PAUSED`, with the step that
 * failed in its health: the operator mends that with `updateChannelAccount`, nothing has to be entered again.
 */
export async function connectChannelAccount(
  core: Core,
  viewer: WorkspaceViewer,
  command: ConnectChannelAccountCommand,
): Promise<AccountDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const adapter = core.channels.find(command.channel);
  if (adapter === null) {
    const names = core.channels.all.map(({ name }) => name).join(', ');
    return validationFailed(`There is no channel "${command.channel}"; installed are: ${names}.`, [
      'channel',
    ]);
  }
  const name = storableText(command.name).trim();
  if (name === '' || name.length > 200) return validationFailed('It has 1 to 200 characters.', ['name']);
  const apiBaseUrl = readBaseUrl(command.apiBaseUrl);
  if (apiBaseUrl !== null && typeof apiBaseUrl !== 'string') return apiBaseUrl;
  const credentials = readCredentials(adapter, command.credentials, {});
  if (credentials.kind !== 'values') return credentials;
  const settings = readSettings(adapter, command.settings, defaultSettings(adapter));
  if (settings.kind !== 'values') return settings;
  const receiveMode = core.publicUrl !== null && adapter.webhook !== undefined ? 'webhook' : 'polling';
  if (receiveMode === 'polling' && adapter.polling === undefined) {
    return validationFailed(
      `${adapter.displayName} sends events to a public address only: set PUBLIC_URL and start again.`,
    );
  }
  const inbox = await findInbox(core.db, viewer.workspaceId, command.inboxId);
  if (inbox === null) return notFound('inbox', ['inboxId']);

  const id = newId<ChannelAccountId>();
  const account = await insertChannelAccount(core.db, {
    id,
    workspaceId: viewer.workspaceId,
    inboxId: inbox.id,
    channel: adapter.name,
    name,
    sealedCredentials: await core.vault.seal(
      viewer.workspaceId,
      `channel_accounts:${id}`,
      JSON.stringify(credentials.values),
    ),
    settings: settings.values,
    apiBaseUrl,
    receiveMode,
    // Nothing is sent or polled before the platform has said yes.
    status: 'PAUSED',
    health: { level: 'unknown', checkedAt: null, steps: [] },
    createdAt: core.clock.now(),
  });
  return arrange(core, adapter, account);
}

/**
 * Asks the platform whether the credentials work, arranges for events to reach us, and keeps what was found.
 * Idempotent; outside any transaction.
 */
export async function arrange(
  core: Core,
  adapter: ChannelDefinition,
  account: ChannelAccount,
): Promise<AccountDone | UserError> {
  const context = await core.openAccount(account, CHECK_TIMEOUT_MS);
  const report = await adapter
    .connect(
      context,
      account.receiveMode === 'webhook'
        ? { mode: 'webhook', url: `${core.publicUrl}/webhooks/${account.channel}/${account.id}` }
        : { mode: 'polling' },
    )
    .catch((error: unknown) => {
      core.log.error({ error, accountId: account.id }, 'an adapter failed to check its account');
      const description = 'The adapter failed while checking; see the log.';
      return { account: null, steps: [{ name: 'connect', isOk: false, description, platformCode: null }] };
    });
  const isOk = report.account !== null && report.steps.every((step) => step.isOk);
  const health: AccountHealth = {
    level: isOk ? 'ok' : 'error',
    checkedAt: core.clock.now().toISOString(),
    steps: report.steps,
  };
  if (report.account !== null && (await isConnectedTwice(core.db, account, report.account.externalId))) {
    await deleteUnknownAccount(core.db, account.id);
    return conflict(
      `${report.account.displayName} is connected to this workspace already, as another account.`,
      ['credentials'],
    );
  }
  const stored = await commit(core, account.workspaceId, async (queries) => {
    const result = await changeChannelAccount(queries, account.id, {
      health,
      status: isOk ? 'ACTIVE' : 'PAUSED',
      externalId: report.account?.externalId ?? account.externalId,
      username: report.account?.username ?? account.username,
    });
    return {
      result,
      events: [
        {
          type: 'CHANNEL_ACCOUNT_CHANGED',
          subject: { channelAccountId: account.id },
          occurredAt: core.clock.now(),
        },
      ],
    };
  });
  core.wake.accountChanged(account.id);
  return { kind: 'done', account: stored };
}

interface Values<Value> {
  readonly kind: 'values';
  readonly values: Value;
}

/** Credentials by the names that the adapter declares, over what is known already. */
export function readCredentials(
  adapter: ChannelDefinition,
  given: readonly NamedValue[],
  known: Credentials,
): Values<Credentials> | ValidationFailed {
  const values: Record<string, string> = { ...known };
  const seen = new Set<string>();
  for (const [index, { name, value }] of given.entries()) {
    const field = adapter.credentialFields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      const names = adapter.credentialFields.map((candidate) => candidate.name).join(', ');
      return validationFailed(`${adapter.displayName} has no credential "${name}"; it takes: ${names}.`, [
        'credentials',
        index,
        'name',
      ]);
    }
    if (seen.has(name)) return validationFailed(`"${name}" is given twice.`, ['credentials', index, 'name']);
    seen.add(name);
    values[name] = value.trim();
  }
  for (const field of adapter.credentialFields) {
    const isMissing = (values[field.name] ?? '') === '';
    if (isMissing && field.isGenerated === true) values[field.name] = randomBytes(24).toString('base64url');
    else if (isMissing && field.isRequired) {
      return validationFailed(`"${field.name}" is missing: ${field.description}`, ['credentials']);
    }
  }
  const [problem] = adapter.checkCredentials(values);
  if (problem === undefined) return { kind: 'values', values };
  const index = given.findIndex(({ name }) => name === problem.field);
  return validationFailed(problem.message, index === -1 ? ['credentials'] : ['credentials', index, 'value']);
}

/** Settings by name, each as its declared type. */
export function readSettings(
  adapter: ChannelDefinition,
  given: readonly NamedValue[],
  known: AccountSettings,
): Values<AccountSettings> | ValidationFailed {
  const values: Record<string, boolean | string | number | null> = { ...known };
  for (const [index, { name, value }] of given.entries()) {
    const field = adapter.settingFields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      const names = adapter.settingFields.map((candidate) => candidate.name).join(', ');
      return validationFailed(`${adapter.displayName} has no setting "${name}"; it has: ${names}.`, [
        'settings',
        index,
        'name',
      ]);
    }
    const isFitting =
      field.valueType === 'string' ||
      (field.valueType === 'boolean' ? /^(?:true|false)$/u.test(value) : /^-?\d{1,15}$/u.test(value));
    if (!isFitting) {
      return validationFailed(
        `"${name}" is ${field.valueType === 'boolean' ? 'true or false' : 'a whole number'}.`,
        ['settings', index, 'value'],
      );
    }
    values[name] =
      field.valueType === 'boolean'
        ? value === 'true'
        : field.valueType === 'integer'
          ? Number(value)
          : storableText(value);
  }
  return { kind: 'values', values };
}

function defaultSettings(adapter: ChannelDefinition): AccountSettings {
  return Object.fromEntries(adapter.settingFields.map((field) => [field.name, field.defaultValue]));
}

/** Null stays null; a trailing slash goes. */
export function readBaseUrl(text: string | null): string | null | ValidationFailed {
  if (text === null || text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isFitting =
    url !== null &&
    /^https?:$/u.test(url.protocol) &&
    url.username === '' &&
    url.search === '' &&
    url.hash === '';
  if (!isFitting) {
    return validationFailed(
      'apiBaseUrl is an http or https address without user, query or fragment, such as http://127.0.0.1:8081.',
      ['apiBaseUrl'],
    );
  }
  return text.replace(/\/+$/u, '');
}
