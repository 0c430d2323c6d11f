import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { ContactId } from '../model/ids.ts';
import { readMembers } from '../store/audience-members.ts';
import type { Campaign } from '../store/rows.ts';
import { openContents } from './contents.ts';
import { fillParts, valuesOf } from './fill-content.ts';
import { memberSourceOf } from './member-source.ts';
import { placeholdersIn } from './placeholders.ts';

const PAGE = 1_000;

/**
 * Looks for somebody who lacks a value that the content has no words for. Only who lacks any of them is read.
 *
 * @returns what to tell the author; null: everybody can be written to.
 */
export async function findMissingValues(
  { db, clock, channels }: Pick<Core, 'db' | 'clock' | 'channels'>,
  campaign: Campaign,
): Promise<string | null> {
  const { workspaceId, topicId, content } = campaign;
  const contents = await openContents(db, workspaceId, content);
  const needed = new Set(
    channels.all
      .flatMap(({ name }) => content.map(({ language }) => contents.choose(name, language)))
      .flatMap((parts) => (parts === null ? [] : placeholdersIn(parts)))
      .filter(({ fallback }) => fallback === null)
      .map(({ name }) => name),
  );
  if (needed.size === 0) return null;
  const at = await workspaceNow({ db, clock }, workspaceId);
  const source = await memberSourceOf(db, campaign);
  const missing = new Map<string, number>();
  let after: ContactId | null = null;
  for (;;) {
    const members = await readMembers(db, {
      workspaceId,
      source,
      topicId,
      channels: campaign.channels,
      createdUpTo: null,
      lacking: [...needed],
      at,
      after,
      limit: PAGE,
    });
    for (const member of members) {
      const parts = member.channel === null ? null : contents.choose(member.channel, member.locale);
      if (parts === null) continue;
      const filled = fillParts(parts, valuesOf(member, member.variables), '');
      if (filled.kind === 'filled') continue;
      for (const name of filled.names) missing.set(name, (missing.get(name) ?? 0) + 1);
    }
    const last = members.at(-1);
    if (last === undefined || members.length < PAGE) break;
    after = last.contactId;
  }
  if (missing.size === 0) return null;
  const counts = [...missing].map(([name, count]) => `{{${name}}} for ${count}`).join(', ');
  return `Some recipients have no value: ${counts}. Say what to write then, as in {{name|you}}, or leave them out of the audience.`;
}
