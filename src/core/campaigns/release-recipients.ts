import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import { describeParts } from '../model/describe-parts.ts';
import type { ChannelAccountId, ConversationId, MessageId } from '../model/ids.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import { holdCampaign } from '../store/campaign-claim.ts';
import {
  type DueRecipient,
  type PassedOver,
  passOver,
  pickRecipients,
  type ReleasedMessage,
  readAccountQueues,
  readReleaseLead,
  readRemaining,
  releaseMessages,
} from '../store/campaign-release.ts';
import { changeCampaign } from '../store/campaigns.ts';
import { newId } from '../store/new-id.ts';
import type { Campaign } from '../store/rows.ts';
import { campaignChanged } from './campaign-changed.ts';
import { createWeigher, type MemberOutcome, optionsOf } from './weigh-members.ts';

/** So much is handed over beforehand: enough to keep an account busy, little enough to stop and to be overtaken. */
const LEAD_MS = 3_000;
const MOST_PER_ACCOUNT = 500;
const LEAST_PER_ACCOUNT = 10;
/** A step is a statement that others wait for, and a weighing in which this process does nothing else. */
const MOST_PER_STEP = 100;
const TOP_UP_MS = 500;
const IDLE_MS = 1_000;
/** Readers hear of progress at most so often. */
const TELL_EVERY_MS = 1_000;
/** Who must wait is looked at again after this at the earliest. */
const LEAST_WAIT_MS = 60_000;

/** One step of handing messages over: to each account what it has room for, weighed and rendered just before. */
export async function releaseRecipients(core: Core, campaign: Campaign): Promise<void> {
  const now = await workspaceNow(core, campaign.workspaceId);
  const { rooms, most } = await findRooms(core, campaign);
  const due = most === 0 ? [] : (await pickRecipients(core.db, campaign, rooms, most, now)).slice(0, most);
  if (due.length === 0) return most === 0 ? rest(core, campaign) : finishOrRest(core, campaign);
  const weigher = await createWeigher(core, campaign);
  const outcomes = await weigher.weigh(due, () => now);
  const { released, passed, costMicros, isOverBudget } = sortOut(campaign, due, outcomes, now);
  await commit(core, campaign.workspaceId, async (queries) => {
    const restMs = due.length === MOST_PER_STEP ? 0 : TOP_UP_MS;
    if (!(await holdCampaign(queries, campaign, restMs))) return { result: null, events: [] };
    await passOver(queries, campaign, passed);
    if (released.length > 0) {
      await releaseMessages(queries, campaign, released, optionsOf(campaign), costMicros, now);
    }
    if (isOverBudget) {
      const halted = await stopAtBudget(queries, campaign, now);
      return { result: null, events: halted };
    }
    const isNews = campaign.toldAt === null || now.getTime() - campaign.toldAt.getTime() >= TELL_EVERY_MS;
    if (!isNews) return { result: null, events: [] };
    await changeCampaign(queries, campaign, ['RUNNING'], { toldAt: now });
    return { result: null, events: [campaignChanged(campaign, now)] };
  });
  if (released.length > 0) core.wake.outbox();
}

/** What has been handed over still leaves: it was within the budget. */
async function stopAtBudget(queries: Parameters<typeof passOver>[0], campaign: Campaign, now: Date) {
  const detail = 'The next message would cost more than the budget has left. Raise it and resume.';
  const change = { status: 'PAUSED', pauseReason: 'BUDGET_REACHED', pauseDetail: detail } as const;
  const halted = await changeCampaign(queries, campaign, ['RUNNING'], change);
  return halted === null ? [] : [campaignChanged(halted, now)];
}

interface Rooms {
  readonly rooms: readonly { readonly accountId: ChannelAccountId; readonly most: number }[];
  /** Over all accounts. */
  readonly most: number;
}

async function findRooms(core: Core, campaign: Campaign): Promise<Rooms> {
  const queues = await readAccountQueues(core.db, campaign);
  const rooms = queues.flatMap(({ id, channel, status, queued }) => {
    // Nobody is reached at a disconnected one: those are looked at so that they find another way, or none.
    if (status === 'PAUSED') return [];
    const most = (status === 'ACTIVE' ? leadOf(core, channel) : LEAST_PER_ACCOUNT) - queued;
    return most > 0 ? [{ accountId: id, most }] : [];
  });
  const { pacePerSecond } = campaign;
  if (pacePerSecond === null) return { rooms, most: MOST_PER_STEP };
  const leadMs = await readReleaseLead(core.db, campaign);
  const allowed = Math.ceil(((LEAD_MS - leadMs) / 1_000) * pacePerSecond);
  return { rooms, most: Math.max(0, Math.min(MOST_PER_STEP, allowed)) };
}

/** What an account sends within the lead, by its channel's limits. */
function leadOf({ channels }: Core, channel: string): number {
  const limits = channels.find(channel)?.capabilities.rateLimits ?? [];
  const perLead = limits
    .filter(({ scope }) => scope === 'account')
    .map(({ messages, perMs }) => Math.ceil((messages / perMs) * LEAD_MS));
  return Math.max(LEAST_PER_ACCOUNT, Math.min(MOST_PER_ACCOUNT, ...perLead));
}

interface SortedOut {
  readonly released: readonly ReleasedMessage[];
  readonly passed: readonly PassedOver[];
  readonly costMicros: number;
  readonly isOverBudget: boolean;
}

function sortOut(
  { budget, committedMicros }: Campaign,
  due: readonly DueRecipient[],
  outcomes: readonly MemberOutcome[],
  now: Date,
): SortedOut {
  const released: ReleasedMessage[] = [];
  const passed: PassedOver[] = [];
  let costMicros = 0;
  for (const [index, recipient] of due.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('A recipient was not weighed.');
    if (outcome.kind !== 'ready') {
      passed.push(passedOver(recipient, outcome, now));
      continue;
    }
    const { price } = outcome.decision;
    const cost = price.currency === budget?.currency ? (price.amountMicros ?? 0) : 0;
    if (budget !== null && committedMicros + costMicros + cost > budget.amountMicros) {
      return { released, passed, costMicros, isOverBudget: true };
    }
    costMicros += cost;
    released.push(releasedMessage(recipient, outcome));
  }
  return { released, passed, costMicros, isOverBudget: false };
}

function releasedMessage(
  { id, contactId }: DueRecipient,
  { at: { row, account }, parts, decision }: Extract<MemberOutcome, { kind: 'ready' }>,
): ReleasedMessage {
  return {
    recipientId: id,
    messageId: newId<MessageId>(),
    conversationId: newId<ConversationId>(),
    inboxId: account.inboxId,
    contactId,
    identityId: row.identityId,
    channelAccountId: account.id,
    parts: storableJson(parts),
    preview: storableText(describeParts(parts)),
    decision,
  };
}

function passedOver(
  { id }: DueRecipient,
  outcome: Exclude<MemberOutcome, { kind: 'ready' }>,
  now: Date,
): PassedOver {
  const common = {
    recipientId: id,
    identityId: outcome.at?.row.identityId ?? null,
    channelAccountId: outcome.at?.account.id ?? null,
    decision: null,
    problem: null,
    dueAt: null,
  };
  switch (outcome.kind) {
    case 'refused':
      return { ...common, step: 'REFUSED', decision: outcome.decision };
    case 'unreachable':
      return { ...common, step: 'UNREACHABLE', problem: outcome.problem };
    case 'deferred': {
      const earliest = new Date(now.getTime() + LEAST_WAIT_MS);
      const dueAt = outcome.until > earliest ? outcome.until : earliest;
      return { ...common, step: 'PENDING', problem: outcome.reason, dueAt: dueAt.toISOString() };
    }
    default:
      return outcome satisfies never;
  }
}

async function rest(core: Core, campaign: Campaign): Promise<void> {
  await core.db.transaction(async (queries) => holdCampaign(queries, campaign, TOP_UP_MS));
}

/** Nobody is due: they wait for their hour or for room, or everybody has had their turn. */
async function finishOrRest(core: Core, campaign: Campaign): Promise<void> {
  const { isPending, isSending } = await readRemaining(core.db, campaign);
  if (isPending || isSending) {
    await core.db.transaction(async (queries) => holdCampaign(queries, campaign, IDLE_MS));
    return;
  }
  const now = await workspaceNow(core, campaign.workspaceId);
  await commit(core, campaign.workspaceId, async (queries) => {
    if (!(await holdCampaign(queries, campaign, 0))) return { result: null, events: [] };
    const change = { status: 'COMPLETED', finishedAt: now, toldAt: now } as const;
    const changed = await changeCampaign(queries, campaign, ['RUNNING'], change);
    return { result: null, events: changed === null ? [] : [campaignChanged(changed, now)] };
  });
}
