import { setImmediate as othersTurn } from 'node:timers/promises';
import type { ChannelDefinition, OutboundMessage, Rendering } from '../channel/index.ts';
import type { Core } from '../inbox/core.ts';
import { isWithinWindow, toOutbound } from '../inbox/to-outbound.ts';
import { factsAsk, weighSending } from '../inbox/weigh-sending.ts';
import type { Weighed } from '../inbox/weighed.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import type { PolicyDecision } from '../model/policy.ts';
import type { SendOptions } from '../model/send-options.ts';
import type { Member } from '../store/audience-members.ts';
import { type FactsRow, readPolicyFacts } from '../store/policy-facts.ts';
import type { Campaign, ChannelAccount } from '../store/rows.ts';
import { findSendingAccounts } from '../store/sending-accounts.ts';
import { type Contents, openContents } from './contents.ts';
import { fillParts, valuesOf } from './fill-content.ts';
import { quietUntil } from './quiet-until.ts';

/** What would become of one person's message now. */
export type MemberOutcome =
  | {
      readonly kind: 'ready';
      readonly at: ReachedAt;
      readonly parts: readonly Part[];
      readonly decision: PolicyDecision;
      readonly rendering: Extract<Rendering, { kind: 'rendered' }>;
    }
  /** It may be sent, only not at this hour. */
  | { readonly kind: 'deferred'; readonly at: ReachedAt; readonly until: Date; readonly reason: string }
  | { readonly kind: 'refused'; readonly at: ReachedAt; readonly decision: PolicyDecision }
  /** There is no way to them, or nothing to say that fits. */
  | { readonly kind: 'unreachable'; readonly at: ReachedAt | null; readonly problem: string };

/** The identity that was weighed. */
export interface ReachedAt {
  readonly row: FactsRow;
  readonly account: ChannelAccount;
}

export interface Weigher {
  /**
   * Weighs a batch, in this order: what one costs counts for the next. Reads and renders, writes nothing. The same
   * for previews and for the real thing, so that they agree.
   *
   * @param at  When each would be sent, by the workspace's own clock.
   */
  weigh(members: readonly Member[], at: (member: Member) => Date): Promise<readonly MemberOutcome[]>;
}

/** So many are weighed before this process looks at what else there is to do: an answer, a webhook. */
const AT_A_STRETCH = 20;

/** Stands in the check for the id that a message gets when it is handed over: as long, and nobody's. */
const UNNAMED = '00000000-0000-7000-8000-000000000000';

type Terms = Pick<
  Campaign,
  'workspaceId' | 'purpose' | 'topicId' | 'content' | 'channels' | 'declaredGoods' | 'isSilent' | 'quietHours'
>;

export function optionsOf({ topicId, declaredGoods, isSilent }: Terms): SendOptions {
  return {
    onUnsupported: 'DEGRADE',
    overlongText: 'SPLIT',
    isSilent,
    declaration: { topicId, goods: declaredGoods, containsPromotion: false },
  };
}

export async function createWeigher(core: Core, campaign: Terms): Promise<Weigher> {
  const { workspaceId, purpose, quietHours } = campaign;
  const contents = await openContents(core.db, workspaceId, campaign.content);
  const options = optionsOf(campaign);
  const accounts = new Map<ChannelAccountId, ChannelAccount>();
  const draftFor = rememberDrafts(core, campaign, options);
  /** What this weigher has let pass so far, for the workspace's budget. */
  const spent: Record<string, number> = {};

  const messageOf = (parts: readonly Part[]): Weighed => ({ author: 'CAMPAIGN', purpose, parts, options });

  async function weighOne(member: Member, rows: readonly FactsRow[], now: Date): Promise<MemberOutcome> {
    const candidates = rows
      .filter((row) => isCandidate(row, member, campaign.channels))
      .flatMap((row) => {
        const account = accounts.get(row.channelAccountId);
        const adapter = core.channels.find(row.channel);
        return account === undefined || adapter === null ? [] : [{ row, account, adapter }];
      })
      .toSorted((one, other) => compareLikelihood(one.row, other.row));
    if (candidates.length === 0) {
      return { kind: 'unreachable', at: null, problem: 'The contact is known to none of the accounts.' };
    }
    let first: MemberOutcome | null = null;
    for (const { row, account, adapter } of candidates) {
      const others = rows.filter((other) => other !== row);
      const outcome = await weighAt(member, { row, account }, adapter, others, now);
      if (outcome.kind === 'ready' || outcome.kind === 'deferred') return outcome;
      first ??= outcome;
    }
    if (first === null) throw new Error('A candidate had no outcome.');
    return first;
  }

  async function weighAt(
    member: Member,
    at: ReachedAt,
    adapter: ChannelDefinition,
    others: readonly FactsRow[],
    now: Date,
  ): Promise<MemberOutcome> {
    const { row } = at;
    const parts = contents.choose(row.channel, member.locale);
    if (parts === null) {
      return { kind: 'unreachable', at, problem: `Nothing was written for the channel ${row.channel}.` };
    }
    const decision = weighSending(adapter, {
      channels: core.channels,
      rows: [row, ...others],
      message: messageOf(parts),
      at: now,
      assume: { spentMicros: plus(row.spentMicros, spent) },
    });
    if (decision.verdict === 'REFUSE') {
      const until = waitingTime(decision);
      return until === null
        ? { kind: 'refused', at, decision }
        : { kind: 'deferred', at, until, reason: decision.reason };
    }
    const quiet = quietHours === null ? null : quietUntil(quietHours, row.timeZone, now);
    if (quiet !== null) {
      return { kind: 'deferred', at, until: quiet, reason: 'The campaign leaves recipients alone now.' };
    }
    const marks = adapter.capabilities.text.marks ?? '';
    const values = valuesOf(member, member.variables);
    const filled = fillParts(parts, values, marks);
    if (filled.kind === 'missing') {
      return { kind: 'unreachable', at, problem: `There is no value for ${filled.names.join(', ')}.` };
    }
    const draft = await draftFor(adapter, at.account, parts);
    // Files have public addresses in the draft, which the stored message gets only when it is sent.
    const drafted = fillParts(draft.parts, values, marks);
    const rendering = adapter.render({
      ...addressedTo(draft, adapter, row, now),
      parts: drafted.kind === 'filled' ? drafted.parts : filled.parts,
    });
    if (rendering.kind === 'unrenderable') {
      const problem = rendering.problems[0]?.message ?? 'This channel can not carry the message.';
      return { kind: 'unreachable', at, problem };
    }
    const { amountMicros, currency } = decision.price;
    if (amountMicros !== null && currency !== null) spent[currency] = (spent[currency] ?? 0) + amountMicros;
    return { kind: 'ready', at, parts: filled.parts, decision, rendering };
  }

  return {
    async weigh(members, at) {
      if (members.length === 0) return [];
      const instants = members.map(at);
      const first = new Date(Math.min(...instants.map(Number)));
      const asks = members.map((member) => ({
        ...factsAsk(workspaceId, member.isIdentityFixed ? member.identityId : null, {
          ...messageOf(likelyParts(contents, member)),
        }),
        ...(!member.isIdentityFixed && { contactId: member.contactId }),
        isFixedTime: true,
      }));
      const facts = await readPolicyFacts(core.db, asks, first, true);
      const unknown = new Set(facts.flat().map(({ channelAccountId }) => channelAccountId));
      for (const id of accounts.keys()) unknown.delete(id);
      if (unknown.size > 0) {
        for (const [id, account] of await findSendingAccounts(core.db, [...unknown]))
          accounts.set(id, account);
      }
      const outcomes: MemberOutcome[] = [];
      // One after the other: each may use up what the next one would have cost.
      for (const [index, member] of members.entries()) {
        if (index % AT_A_STRETCH === AT_A_STRETCH - 1) await othersTurn();
        outcomes.push(await weighOne(member, facts[index] ?? [], instants[index] ?? first));
      }
      return outcomes;
    },
  };
}

/** The facts are asked with the template of the likeliest channel; others have no template of that name. */
const likelyParts = (contents: Contents, { channel, locale }: Member): readonly Part[] =>
  channel === null ? [] : (contents.choose(channel, locale) ?? []);

function isCandidate(row: FactsRow, member: Member, channels: readonly string[] | null): boolean {
  if (member.isIdentityFixed && row.identityId !== member.identityId) return false;
  return (
    // Linked to somebody else since: that person has a place of their own, or none.
    row.identity.contact_id === member.contactId &&
    row.identity.kind === 'PERSON' &&
    row.accountStatus !== 'DISCONNECTED' &&
    (channels === null || channels.includes(row.channel))
  );
}

/** The order of `LIKELIEST_IDENTITY`. */
function compareLikelihood(one: FactsRow, other: FactsRow): number {
  const confirmed = Number(other.consentState === 'CONFIRMED') - Number(one.consentState === 'CONFIRMED');
  if (confirmed !== 0) return confirmed;
  const reachable = Number(other.reachability === 'REACHABLE') - Number(one.reachability === 'REACHABLE');
  if (reachable !== 0) return reachable;
  const lastMs = ({ lastInboundAt }: FactsRow) => lastInboundAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (lastMs(one) !== lastMs(other)) return lastMs(other) - lastMs(one);
  return one.identityId < other.identityId ? -1 : 1;
}

/** Nothing but the hour stands against it: then it can wait. */
function waitingTime({ rule, alsoObjecting, remedies }: PolicyDecision): Date | null {
  if (rule !== 'quiet-hours' || alsoObjecting.length > 0) return null;
  return remedies.find((remedy) => remedy.kind === 'wait-until')?.at ?? null;
}

function plus(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const sum = { ...one };
  for (const [currency, micros] of Object.entries(other)) sum[currency] = (sum[currency] ?? 0) + micros;
  return sum;
}

/** What all messages of one account and text have in common, put together once. */
type DraftFor = (
  adapter: ChannelDefinition,
  account: ChannelAccount,
  parts: readonly Part[],
) => Promise<OutboundMessage>;

function rememberDrafts(core: Core, { purpose }: Terms, options: SendOptions): DraftFor {
  const made = new Map<ChannelAccountId, Map<readonly Part[], Promise<OutboundMessage>>>();
  return (adapter, account, parts) => {
    const ofAccount = made.get(account.id) ?? new Map<readonly Part[], Promise<OutboundMessage>>();
    made.set(account.id, ofAccount);
    const draft =
      ofAccount.get(parts) ??
      toOutbound(core, adapter, {
        id: UNNAMED,
        message: { parts, author: 'CAMPAIGN', purpose, options },
        recipient: { externalId: '', kind: 'PERSON', deviceFeatures: null, lastInboundAt: null },
        replyToExternalId: null,
        account,
        // Whose window is open is said when it is addressed.
        at: new Date(0),
      });
    ofAccount.set(parts, draft);
    return draft;
  };
}

/** The recipient of a draft that was made for nobody in particular. */
function addressedTo(draft: OutboundMessage, adapter: ChannelDefinition, row: FactsRow, now: Date) {
  const features = row.identity.device_features;
  return {
    ...draft,
    recipient: {
      externalId: row.externalId,
      isGroup: false,
      ...(Array.isArray(features) && { deviceFeatures: features.map(String) }),
    },
    isWindowOpen: isWithinWindow(adapter, row.lastInboundAt, now),
  };
}
