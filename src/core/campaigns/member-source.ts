import type { MemberSource } from '../store/audience-members.ts';
import { findAudience } from '../store/campaigns.ts';
import type { Queries } from '../store/database.ts';
import type { Audience, Campaign } from '../store/rows.ts';

/** Whom a campaign goes to: its recipients once they are fixed, and before that whoever fits now. */
export async function memberSourceOf(
  queries: Queries,
  {
    workspaceId,
    id,
    audience,
    topicId,
    fixedAt,
  }: Pick<Campaign, 'workspaceId' | 'id' | 'audience' | 'topicId' | 'fixedAt'>,
): Promise<MemberSource> {
  const nobody: MemberSource = { from: 'recipients', campaignId: id };
  if (fixedAt !== null) return nobody;
  switch (audience.kind) {
    case 'GIVEN':
      return nobody;
    case 'TOPIC':
      return topicId === null ? nobody : { from: 'topic', topicId };
    case 'QUERY':
      return { from: 'query', query: audience.query };
    case 'SAVED': {
      const saved = await findAudience(queries, workspaceId, audience.audienceId);
      return saved === null ? nobody : sourceOfAudience(saved);
    }
    default:
      return audience satisfies never;
  }
}

export function sourceOfAudience({ id, query }: Audience): MemberSource {
  return query === null ? { from: 'list', audienceId: id } : { from: 'query', query };
}
