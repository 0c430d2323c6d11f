import type { TopicSubscriptionState } from '../model/audience.ts';
import type { TopicId, WorkspaceId } from '../model/ids.ts';
import { SUBSCRIPTION_STATE } from './audience-members.ts';
import type { Queries, Statement } from './database.ts';

const COUNT: Statement = {
  name: 'count_subscriptions',
  text: `
    SELECT s.state, count(*)::float8 AS count
      FROM (SELECT DISTINCT ON (r.identity_id) ${SUBSCRIPTION_STATE('$3::timestamptz')} AS state
              FROM consent_records r
             WHERE r.topic_id = $2::uuid AND r.workspace_id = $1::uuid
             ORDER BY r.identity_id, r.number DESC) s
     GROUP BY 1`,
};

/** How many identities stand where; a state without any has no row. */
export async function countSubscriptions(
  queries: Queries,
  workspaceId: WorkspaceId,
  topicId: TopicId,
  at: Date,
): Promise<readonly { readonly state: TopicSubscriptionState; readonly count: number }[]> {
  return queries.run(COUNT, [workspaceId, topicId, at]);
}
