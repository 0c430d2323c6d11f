import type { AudienceQuery, TopicSubscriptionState } from '../model/audience.ts';
import type {
  AudienceId,
  CampaignId,
  ChannelAccountId,
  ContactId,
  IdentityId,
  TopicId,
  WorkspaceId,
} from '../model/ids.ts';
import type { Queries } from './database.ts';
import { LIKELIEST_IDENTITY } from './likeliest-identity.ts';
import { Parameters } from './reads/page.ts';

/** Where the people of a campaign come from. */
export type MemberSource =
  | { readonly from: 'topic'; readonly topicId: TopicId }
  | { readonly from: 'list'; readonly audienceId: AudienceId }
  | { readonly from: 'query'; readonly query: AudienceQuery }
  /** Those who are written down already. */
  | { readonly from: 'recipients'; readonly campaignId: CampaignId };

/** One person, with what filling a text for them takes. */
export interface Member {
  readonly contactId: ContactId;
  /** Where they are most likely reached; null: nowhere within the channels asked for. */
  readonly identityId: IdentityId | null;
  readonly channelAccountId: ChannelAccountId | null;
  readonly channel: string | null;
  /** True: at this identity and no other. */
  readonly isIdentityFixed: boolean;
  readonly name: string | null;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of the recipient alone. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface MemberPage {
  readonly workspaceId: WorkspaceId;
  readonly source: MemberSource;
  /** Whose consent makes an identity likelier; null: no topic's. */
  readonly topicId: TopicId | null;
  /** Null: all. */
  readonly channels: readonly string[] | null;
  /** Nobody who came later; null: everybody. */
  readonly createdUpTo: Date | null;
  /** Only who lacks at least one of these values; empty: everybody. */
  readonly lacking: readonly string[];
  /** By our clock: decides which requests have expired. */
  readonly at: Date;
  readonly after: ContactId | null;
  readonly limit: number;
}

/** The next members in the order of their contacts' ids, each once. */
export async function readMembers(queries: Queries, page: MemberPage): Promise<readonly Member[]> {
  const parameters = new Parameters();
  const { source, channels, createdUpTo, after, lacking } = page;
  const isWrittenDown = source.from === 'recipients';
  const topic = `${parameters.bind(page.topicId)}::uuid`;
  const where = [`c.workspace_id = ${parameters.bind(page.workspaceId)}::uuid`];
  where.push(...conditionsOf(source, page.at, parameters));
  if (after !== null) where.push(`c.id > ${parameters.bind(after)}::uuid`);
  if (createdUpTo !== null) where.push(`c.created_at <= ${parameters.bind(createdUpTo)}::timestamptz`);
  if (lacking.length > 0) where.push(lackingOf(parameters.bind(lacking), isWrittenDown));
  const text = `
    SELECT c.id AS "contactId", likeliest.id AS "identityId", likeliest.channel_account_id AS "channelAccountId",
           likeliest.channel, ${isWrittenDown ? 'p.is_identity_fixed' : 'false'} AS "isIdentityFixed",
           c.name, c.locale, c.time_zone AS "timeZone", c.attributes,
           ${isWrittenDown ? 'p.variables' : `'{}'::jsonb`} AS variables
      FROM (SELECT c.* ${isWrittenDown ? ', p.is_identity_fixed, p.variables, p.identity_id' : ''}
              FROM contacts c ${isWrittenDown ? 'JOIN campaign_recipients p ON p.contact_id = c.id' : ''}
             WHERE ${where.join('\n               AND ')}
             ORDER BY c.id LIMIT ${parameters.bind(page.limit)}::int) c
      ${isWrittenDown ? 'CROSS JOIN LATERAL (SELECT c.is_identity_fixed, c.variables) p' : ''}
      LEFT JOIN LATERAL (${LIKELIEST_IDENTITY(
        topic,
        `${parameters.bind(channels)}::text[]`,
        isWrittenDown ? 'CASE WHEN c.is_identity_fixed THEN c.identity_id END' : 'NULL::uuid',
      )}) likeliest ON true
     ORDER BY c.id`;
  const name = `audience_members_${source.from}_${[after, createdUpTo].map((value) => (value === null ? 0 : 1)).join('')}`;
  return queries.run<Member>({ name, text }, parameters.values);
}

/** How many there are now. */
export async function countMembers(
  queries: Queries,
  { workspaceId, source, at }: Pick<MemberPage, 'workspaceId' | 'source' | 'at'>,
): Promise<number> {
  const parameters = new Parameters();
  const where = [`c.workspace_id = ${parameters.bind(workspaceId)}::uuid`];
  where.push(...conditionsOf(source, at, parameters));
  const from = source.from === 'recipients' ? 'JOIN campaign_recipients p ON p.contact_id = c.id' : '';
  const text = `SELECT count(*)::float8 AS count FROM contacts c ${from} WHERE ${where.join(' AND ')}`;
  const [row] = await queries.run<{ count: number }>(
    { name: `count_members_${source.from}`, text },
    parameters.values,
  );
  return row?.count ?? 0;
}

function conditionsOf(source: MemberSource, at: Date, parameters: Parameters): readonly string[] {
  switch (source.from) {
    case 'recipients':
      return [`p.campaign_id = ${parameters.bind(source.campaignId)}::uuid`];
    case 'topic':
      return [subscribed(source.topicId, ['CONFIRMED'], at, parameters)];
    case 'list':
      return [
        `EXISTS (SELECT 1 FROM audience_members m
                  WHERE m.audience_id = ${parameters.bind(source.audienceId)}::uuid AND m.contact_id = c.id)`,
      ];
    case 'query':
      return queryConditions(source.query, at, parameters);
    default:
      return source satisfies never;
  }
}

function queryConditions(
  { tags, attributes, locales, channels, topic, lastInboundAfter, lastInboundBefore }: AudienceQuery,
  at: Date,
  parameters: Parameters,
): readonly string[] {
  const where: string[] = [];
  const texts = (values: readonly string[]) => `${parameters.bind(values)}::text[]`;
  if (tags?.all !== undefined) where.push(`c.tags @> ${texts(tags.all)}`);
  if (tags?.any !== undefined) where.push(`c.tags && ${texts(tags.any)}`);
  if (tags?.none !== undefined) where.push(`NOT c.tags && ${texts(tags.none)}`);
  for (const { name, values } of attributes ?? []) {
    const value = `c.attributes->>(${parameters.bind(name)}::text)`;
    where.push(values === null ? `${value} IS NOT NULL` : `${value} = ANY (${texts(values)})`);
  }
  if (locales !== undefined) {
    const spoken = texts(locales.map((locale) => locale.replaceAll('_', '-').toLowerCase()));
    where.push(
      `EXISTS (SELECT 1 FROM unnest(${spoken}) AS wanted
                WHERE replace(lower(c.locale), '_', '-') = wanted
                   OR starts_with(replace(lower(c.locale), '_', '-'), wanted || '-'))`,
    );
  }
  if (channels !== undefined) {
    where.push(
      `EXISTS (SELECT 1 FROM identities i JOIN channel_accounts a ON a.id = i.channel_account_id
                WHERE i.contact_id = c.id AND a.channel = ANY (${texts(channels)}))`,
    );
  }
  if (topic !== undefined) where.push(subscribed(topic.topicId, topic.states, at, parameters));
  const lastInbound = '(SELECT max(i.last_inbound_at) FROM identities i WHERE i.contact_id = c.id)';
  if (lastInboundAfter !== undefined) {
    where.push(`${lastInbound} > ${parameters.bind(lastInboundAfter)}::timestamptz`);
  }
  if (lastInboundBefore !== undefined) {
    where.push(`coalesce(${lastInbound}, '-infinity') < ${parameters.bind(lastInboundBefore)}::timestamptz`);
  }
  return where;
}

/** The state of a subscription, of its newest entry `r`. */
export const SUBSCRIPTION_STATE = (at: string): string => `
    CASE WHEN r.action = 'REQUESTED' AND r.expires_at <= ${at} THEN 'EXPIRED'
         WHEN r.action IN ('REQUESTED', 'GRANTED') THEN 'PENDING'
         WHEN r.action = 'DECLINED' THEN 'WITHDRAWN' ELSE r.action END`;

function subscribed(
  topicId: TopicId,
  states: readonly TopicSubscriptionState[],
  at: Date,
  parameters: Parameters,
): string {
  const topic = `${parameters.bind(topicId)}::uuid`;
  const instant = `${parameters.bind(at)}::timestamptz`;
  return `EXISTS (SELECT 1 FROM identities i
                   WHERE i.contact_id = c.id
                     AND (SELECT ${SUBSCRIPTION_STATE(instant)} FROM consent_records r
                           WHERE r.identity_id = i.id AND r.topic_id = ${topic}
                           ORDER BY r.number DESC LIMIT 1) = ANY (${parameters.bind(states)}::text[]))`;
}

/** At least one of the named values is neither the recipient's nor the contact's. */
function lackingOf(names: string, hasVariables: boolean): string {
  const own = hasVariables ? 'p.variables->>n' : 'NULL::text';
  return `EXISTS (SELECT 1 FROM unnest(${names}::text[]) AS n
                   WHERE coalesce(nullif(trim(${own}), ''), nullif(trim(c.attributes->>n), ''),
                                  CASE n WHEN 'name' THEN nullif(trim(c.name), '')
                                         WHEN 'firstName' THEN nullif(trim(c.name), '')
                                         WHEN 'locale' THEN c.locale END) IS NULL)`;
}
