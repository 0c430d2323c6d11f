import type { AccountSettings } from '../model/channel-account.ts';
import type {
  ChannelAccountId,
  ContactId,
  IdentityId,
  MessageId,
  OperatorRuleId,
  TopicId,
  WorkspaceId,
} from '../model/ids.ts';
import type { OperatorTerms } from '../model/operator-rule.ts';
import type { ConsentFacts } from '../model/policy.ts';
import type { Rate } from '../model/price.ts';
import type { TemplateCategory, TemplateContent, TemplateStatus } from '../model/template.ts';
import type { ChannelAccountStatus, Purpose, Reachability } from '../model/words.ts';
import type { Queries, Statement } from './database.ts';

/** One message to one identity, as policy is asked about it. */
export interface FactsAsk {
  readonly workspaceId: WorkspaceId;
  /** Null: `contactId` is given, and the first of that contact's identities counts as the one that was asked about. */
  readonly identityId: IdentityId | null;
  readonly contactId?: ContactId;
  readonly purpose: Purpose;
  readonly topicId: TopicId | null;
  readonly template: { readonly name: string; readonly language: string } | null;
  /** Already queued: its own place in the history does not count against it. */
  readonly messageId: MessageId | null;
  /** True: the instant is asked about as it is; else, as "now", it moves with the workspace's clock. */
  readonly isFixedTime?: boolean;
}

/** What the store knows about one identity in view of one ask. Instants within lists are ISO text. */
export interface FactsRow {
  readonly askIndex: number;
  /** How far the workspace's time is ahead of the instant that was asked about; 0 almost always. */
  readonly clockOffsetMs: number;
  /** False: another identity of the same contact. */
  readonly isAsked: boolean;
  readonly identityId: IdentityId;
  /** The whole row, by column name; instants are ISO text. */
  readonly identity: Readonly<Record<string, unknown>>;
  readonly channelAccountId: ChannelAccountId;
  readonly channel: string;
  readonly accountStatus: ChannelAccountStatus;
  readonly accountExternalId: string | null;
  readonly accountName: string;
  readonly accountUsername: string | null;
  readonly settings: AccountSettings;
  readonly externalId: string;
  readonly aliases: readonly string[];
  readonly country: string | null;
  readonly reachability: Reachability;
  readonly lastInboundAt: Date | null;
  readonly promotionalOptOutAt: Date | null;
  readonly isPromotionalOptOutKept: boolean;
  readonly timeZone: string | null;
  readonly topicId: TopicId | null;
  readonly topicName: string | null;
  readonly topicPurpose: Purpose | null;
  readonly consentState: ConsentFacts['state'] | null;
  readonly consentIsOwnWord: boolean | null;
  readonly template: {
    readonly category: TemplateCategory | null;
    readonly status: TemplateStatus;
    readonly platformStatus: string;
    readonly isApproved: boolean;
    readonly content: TemplateContent;
  } | null;
  /** In which the account has a template of that name. */
  readonly templateLanguages: readonly string[];
  readonly approvedTemplates: readonly {
    readonly name: string;
    readonly language: string;
    readonly category: TemplateCategory | null;
  }[];
  readonly promotionalSentAt: readonly string[];
  readonly heldBackAt: readonly string[];
  readonly entryPointAt: Date | null;
  readonly operatorRules: readonly ({
    readonly id: OperatorRuleId;
    readonly channel: string | null;
    readonly note: string;
    readonly effectiveFrom: string;
  } & OperatorTerms)[];
  readonly spentMicros: Readonly<Record<string, number>>;
  readonly rateCard: {
    readonly name: string;
    readonly source: string;
    readonly currency: string;
    readonly windowMs: number;
    readonly entryPointMs: number;
    readonly rates: readonly Rate[];
  } | null;
}

const FACTS: Statement = {
  name: 'policy_facts',
  text: `
    SELECT ask.index AS "askIndex", moment.offset_ms AS "clockOffsetMs", i.id = me.id AS "isAsked", i.id AS "identityId", to_jsonb(i) AS identity,
           i.channel_account_id AS "channelAccountId", a.channel, a.status AS "accountStatus",
           a.external_id AS "accountExternalId", a.name AS "accountName", a.username AS "accountUsername",
           a.settings, i.external_id AS "externalId", names.aliases, i.country, i.reachability,
           i.last_inbound_at AS "lastInboundAt", i.promotional_opt_out_at AS "promotionalOptOutAt",
           i.is_promotional_opt_out_kept AS "isPromotionalOptOutKept",
           c.time_zone AS "timeZone", t.id AS "topicId", t.name AS "topicName", t.purpose AS "topicPurpose",
           consent.state AS "consentState", consent.is_own_word AS "consentIsOwnWord",
           own.template, namesakes.languages AS "templateLanguages", approved.list AS "approvedTemplates", recent.list AS "promotionalSentAt", held.list AS "heldBackAt",
           entry.at AS "entryPointAt", rules.list AS "operatorRules",
           coalesce(spent.by_currency, '{}'::jsonb) AS "spentMicros", card.card AS "rateCard"
      FROM jsonb_to_recordset($1::jsonb)
             AS ask(index int, "workspaceId" uuid, "identityId" uuid, "contactId" uuid, purpose text, "topicId" uuid,
                    "templateName" text, "templateLanguage" text, "messageId" uuid, "isFixedTime" boolean)
      LEFT JOIN workspaces w ON w.id = ask."workspaceId" AND ask."isFixedTime" IS NOT TRUE
     CROSS JOIN LATERAL (
           SELECT coalesce(w.clock_offset_ms, 0)::float8 AS offset_ms,
                  $2::timestamptz + coalesce(w.clock_offset_ms, 0) * interval '1 millisecond' AS at) moment
      JOIN LATERAL (
           SELECT x.* FROM identities x WHERE x.id = ask."identityId"
           UNION ALL
           SELECT y.* FROM (SELECT * FROM identities WHERE contact_id = ask."contactId"
                             ORDER BY created_at, id LIMIT 1) y) me ON me.workspace_id = ask."workspaceId"
      JOIN contacts c ON c.id = me.contact_id
      JOIN identities i ON i.contact_id = me.contact_id AND (i.id = me.id OR $3::boolean)
      JOIN channel_accounts a ON a.id = i.channel_account_id
      LEFT JOIN topics t ON t.id = ask."topicId" AND t.workspace_id = ask."workspaceId"
     CROSS JOIN LATERAL (
           SELECT coalesce(jsonb_agg(n.alias), '[]'::jsonb) AS aliases
             FROM identity_aliases n
            WHERE n.identity_id = i.id AND n.channel_account_id = i.channel_account_id) names
      LEFT JOIN LATERAL (
           SELECT jsonb_build_object('category', m.category, 'status', m.status,
                    'platformStatus', m.platform_status, 'isApproved', m.is_approved, 'content', m.content)
                    AS template, m.category
             FROM templates m
            WHERE m.channel_account_id = i.channel_account_id AND m.name = ask."templateName"
              AND m.language = ask."templateLanguage") own ON true
     -- What a platform approved as promotion is weighed as promotion, so that is what facts are about.
     CROSS JOIN LATERAL (
           SELECT CASE WHEN own.category = 'MARKETING' AND ask.purpose <> 'NEWSLETTER' THEN 'MARKETING'
                       ELSE ask.purpose END AS purpose) meant
      LEFT JOIN LATERAL (
           SELECT CASE WHEN r.action = 'REQUESTED' AND r.expires_at <= moment.at THEN 'EXPIRED'
                       WHEN r.action = 'DECLINED' THEN 'WITHDRAWN' ELSE r.action END AS state, r.is_own_word
             FROM consent_records r
            WHERE r.identity_id = i.id AND r.workspace_id = ask."workspaceId"
              AND (r.topic_id = ask."topicId"
                   OR (ask."topicId" IS NULL AND r.topic_id IS NULL AND r.purpose = meant.purpose))
            ORDER BY r.number DESC LIMIT 1) consent ON true
     CROSS JOIN LATERAL (
           SELECT coalesce(jsonb_agg(m.language ORDER BY m.language), '[]'::jsonb) AS languages
             FROM templates m
            WHERE m.channel_account_id = i.channel_account_id AND m.name = ask."templateName"
              AND m.status <> 'DELETED') namesakes
     CROSS JOIN LATERAL (
           SELECT coalesce(jsonb_agg(to_jsonb(m)), '[]'::jsonb) AS list
             FROM (SELECT name, language, category FROM templates
                    WHERE channel_account_id = i.channel_account_id AND is_approved
                      AND category = CASE WHEN ask.purpose IN ('MARKETING', 'NEWSLETTER') THEN 'MARKETING'
                                          WHEN ask.purpose = 'AUTHENTICATION' THEN 'AUTHENTICATION'
                                          ELSE 'UTILITY' END
                    ORDER BY name, language LIMIT 50) m) approved
     CROSS JOIN LATERAL (
           SELECT coalesce(jsonb_agg(p.sent_at), '[]'::jsonb) AS list
             FROM (SELECT m.sent_at
                     FROM identities every JOIN messages m ON m.identity_id = every.id
                    WHERE meant.purpose IN ('MARKETING', 'NEWSLETTER')
                      AND every.contact_id = me.contact_id AND m.direction = 'OUTBOUND'
                      AND meant.purpose = CASE
                            WHEN m.purpose IN ('MARKETING', 'NEWSLETTER') THEN m.purpose
                            WHEN m.options#>>'{declaration,containsPromotion}' = 'true' THEN 'MARKETING'
                            WHEN m.parts#>>'{0,type}' = 'template' THEN (
                              SELECT was.category FROM templates was
                               WHERE was.channel_account_id = m.channel_account_id
                                 AND was.name = m.parts#>>'{0,name}' AND was.language = m.parts#>>'{0,language}')
                          END
                      AND m.status NOT IN ('FAILED', 'REFUSED', 'CANCELED')
                      AND m.id IS DISTINCT FROM ask."messageId"
                      AND (ask."messageId" IS NULL OR m.id < ask."messageId")
                    ORDER BY m.sent_at DESC LIMIT 100) p) recent
     CROSS JOIN LATERAL (
           SELECT coalesce(jsonb_agg(f.occurred_at ORDER BY f.occurred_at DESC), '[]'::jsonb) AS list
             FROM messages m JOIN receipts f ON f.message_id = m.id AND f.status = 'FAILED'
            WHERE meant.purpose IN ('MARKETING', 'NEWSLETTER') AND m.identity_id = i.id
              AND m.direction = 'OUTBOUND' AND m.status = 'FAILED'
              AND f.failure->>'cause' = 'promotion-held-back'
              AND f.occurred_at > moment.at - interval '30 days'
              AND NOT EXISTS (SELECT 1 FROM messages came
                               WHERE came.identity_id = i.id AND came.direction = 'OUTBOUND'
                                 AND came.purpose IN ('MARKETING', 'NEWSLETTER')
                                 AND came.status IN ('DELIVERED', 'READ') AND came.sent_at > f.occurred_at)) held
      LEFT JOIN LATERAL (
           SELECT min(m.sent_at) AS at
             FROM (SELECT f.occurred_at FROM referrals f
                    WHERE f.identity_id = i.id AND f.source NOT IN ('deep-link', 'product')
                    ORDER BY f.occurred_at DESC LIMIT 1) f
             JOIN messages m ON m.identity_id = i.id AND m.direction = 'OUTBOUND'
              AND m.sent_at >= f.occurred_at AND m.sent_at < f.occurred_at + interval '24 hours') entry ON true
     CROSS JOIN LATERAL (
           SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'rule', o.rule, 'terms', o.terms,
                    'channel', o.channel, 'note', o.note, 'effectiveFrom', o.effective_from)), '[]'::jsonb) AS list,
                  coalesce(bool_or(o.rule = 'budget'), false) AS has_budget
             FROM operator_rules o
            WHERE o.workspace_id = ask."workspaceId" AND o.ended_at IS NULL) rules
      LEFT JOIN LATERAL (
           SELECT jsonb_object_agg(s.currency, s.micros) AS by_currency
             FROM (SELECT m.decision#>>'{price,currency}' AS currency,
                          sum((m.decision#>>'{price,amountMicros}')::float8) AS micros
                     FROM messages m
                    WHERE rules.has_budget AND m.workspace_id = ask."workspaceId" AND m.direction = 'OUTBOUND'
                      AND m.received_at >= date_trunc('month', moment.at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
                      AND m.status NOT IN ('FAILED', 'REFUSED', 'CANCELED')
                      AND m.decision#>>'{price,currency}' IS NOT NULL
                      AND m.id IS DISTINCT FROM ask."messageId"
                    GROUP BY 1) s) spent ON true
      LEFT JOIN LATERAL (
           SELECT jsonb_build_object('name', k.name, 'source', k.source, 'currency', k.currency,
                    'windowMs', k.window_ms, 'entryPointMs', k.entry_point_ms, 'rates', k.rates) AS card
             FROM rate_cards k
            WHERE k.workspace_id = ask."workspaceId" AND k.channel = a.channel
              AND k.effective_from <= (moment.at AT TIME ZONE 'UTC')::date
            ORDER BY k.effective_from DESC LIMIT 1) card ON true
     ORDER BY ask.index, "isAsked" DESC, i.created_at`,
};

/**
 * Everything that policy may ask, for many messages in one statement.
 *
 * @param at            Decides which requests have expired and which card and month count.
 * @param withSiblings  True: also the other identities of each contact, for "send it there instead".
 * @returns by the asks' order; an identity that is not there has no rows.
 */
export async function readPolicyFacts(
  queries: Queries,
  asks: readonly FactsAsk[],
  at: Date,
  withSiblings: boolean,
): Promise<readonly (readonly FactsRow[])[]> {
  const wire = asks.map(({ template, ...ask }, index) => ({
    ...ask,
    index,
    templateName: template?.name ?? null,
    templateLanguage: template?.language ?? null,
  }));
  const rows = await queries.run<FactsRow>(FACTS, [JSON.stringify(wire), at, withSiblings]);
  const byAsk = asks.map((): FactsRow[] => []);
  for (const row of rows) byAsk[row.askIndex]?.push(row);
  return byAsk;
}
