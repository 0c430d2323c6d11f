import type { TemplatePort } from '../channel/index.ts';
import type { Core } from '../inbox/core.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import { forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { findChannelAccount } from '../store/channel-accounts.ts';
import type { ChannelAccount } from '../store/rows.ts';

/** An account that can be asked about its templates. */
export interface TemplateAccount {
  readonly kind: 'found';
  readonly account: ChannelAccount;
  readonly port: TemplatePort;
  /** For sentences. */
  readonly displayName: string;
}

/** Templates are the account's, so whoever manages accounts manages them. */
export async function findTemplateAccount(
  core: Pick<Core, 'db' | 'channels'>,
  viewer: WorkspaceViewer,
  id: ChannelAccountId,
  path: readonly string[],
): Promise<TemplateAccount | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const account = await findChannelAccount(core.db, viewer.workspaceId, id);
  if (account === null) return notFound('channel account', path);
  const adapter = core.channels.find(account.channel);
  if (adapter === null) return validationFailed(`The adapter "${account.channel}" is not installed.`, path);
  const { displayName, templates } = adapter;
  if (templates === undefined) return validationFailed(`${displayName} approves no templates.`, path);
  if (account.status === 'DISCONNECTED') {
    return validationFailed('The account is disconnected: connect it anew.', path);
  }
  return { kind: 'found', account, port: templates, displayName };
}
