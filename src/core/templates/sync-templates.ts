import type { Core } from '../inbox/core.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import type { UserError } from '../model/result.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import type { ChannelAccount } from '../store/rows.ts';
import { findTemplateAccount } from './find-account.ts';
import { platformRefusal } from './platform-refusal.ts';
import { refreshTemplates, type TemplatesRefreshed } from './refresh-templates.ts';

export interface TemplatesSynced extends TemplatesRefreshed {
  readonly kind: 'synced';
  readonly account: ChannelAccount;
}

/** Asks the platform for all templates of an account, by hand: where news were lost, or somebody can not wait for them. */
export async function syncTemplates(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly channelAccountId: ChannelAccountId },
): Promise<TemplatesSynced | UserError> {
  const found = await findTemplateAccount(core, viewer, input.channelAccountId, ['channelAccountId']);
  if (found.kind !== 'found') return found;
  const { account, port } = found;
  try {
    return { kind: 'synced', account, ...(await refreshTemplates(core, account, port)) };
  } catch (error) {
    return platformRefusal(core, found, error);
  }
}
