import { readAllTemplates, type Template, type TemplatePort } from '../channel/index.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { templateChanged } from '../inbox/template-changed.ts';
import type { TemplateId } from '../model/ids.ts';
import { storableJson } from '../model/storable-text.ts';
import { newId } from '../store/new-id.ts';
import type { ChannelAccount } from '../store/rows.ts';
import { lockTemplateSync, setTemplatesSynced } from '../store/template-syncs.ts';
import { type ListedTemplate, listTemplatesByIds, writeTemplateList } from '../store/templates.ts';

/** How old a list may grow by itself: whatever news were lost, it is right again after that. */
const DAILY_SECONDS = 24 * 60 * 60;
/** Something changed while the list was on its way. */
const AGAIN_SECONDS = 5;
const PAGE_TIMEOUT_MS = 30_000;

export interface TemplatesRefreshed {
  /** When the platform was asked. */
  readonly syncedAt: Date;
  /** New, or otherwise than before. */
  readonly changedCount: number;
  /** No longer at the platform. */
  readonly vanishedCount: number;
}

type RefreshCore = Pick<Core, 'db' | 'clock' | 'wake' | 'openAccount'>;

/**
 * Reads all of an account's templates and makes ours the same. The platform is asked outside of any transaction.
 *
 * @throws {ChannelError} when the platform does not give the whole list: then nothing is written.
 */
export async function refreshTemplates(
  core: RefreshCore,
  account: ChannelAccount,
  port: TemplatePort,
): Promise<TemplatesRefreshed> {
  const askedAt = core.clock.now();
  const listed = await readAllTemplates(port, () => core.openAccount(account, PAGE_TIMEOUT_MS));
  return commit(core, account.workspaceId, async (queries) => {
    const lastSyncedAt = await lockTemplateSync(queries, account);
    // Somebody who asked later was faster.
    if (lastSyncedAt !== null && lastSyncedAt > askedAt) {
      return { result: { syncedAt: lastSyncedAt, changedCount: 0, vanishedCount: 0 }, events: [] };
    }
    const now = core.clock.now();
    const written = await writeTemplateList(queries, account, toRows(listed), askedAt, now);
    const { changedIds, vanishedIds, overtakenCount } = written;
    await setTemplatesSynced(
      queries,
      account.id,
      askedAt,
      overtakenCount > 0 ? AGAIN_SECONDS : DAILY_SECONDS,
    );
    const changed = await listTemplatesByIds(queries, account.workspaceId, [...changedIds, ...vanishedIds]);
    return {
      result: { syncedAt: askedAt, changedCount: changedIds.length, vanishedCount: vanishedIds.length },
      events: changed.map((template) => templateChanged(template, now)),
    };
  });
}

/** Each name and language once; of several (an old one that is still being deleted) the one that can be sent. */
function toRows(listed: readonly Template[]): readonly ListedTemplate[] {
  const byName = new Map<string, ListedTemplate>();
  for (const template of listed) {
    const row = toRow(storableJson(template));
    const key = JSON.stringify([row.name, row.language]);
    const known = byName.get(key);
    if (known === undefined || !known.isApproved) byName.set(key, row);
  }
  return [...byName.values()];
}

function toRow({
  name,
  language,
  category,
  externalId,
  status,
  platformStatus,
  quality,
  rejectionReason,
  variableStyle,
  header,
  body,
  footer,
  buttons,
}: Template): ListedTemplate {
  return {
    id: newId<TemplateId>(),
    name,
    language,
    category,
    externalId,
    status,
    platformStatus,
    isApproved: status === 'APPROVED',
    quality,
    rejectionReason,
    content: { variableStyle, header, body, footer, buttons },
  };
}
