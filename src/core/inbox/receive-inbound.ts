import { setTimeout as sleep } from 'node:timers/promises';
import type { InboundEvent, MessageEvent, WordedReaction } from '../channel/index.ts';
import { storableText } from '../model/storable-text.ts';
import { findConversationOfIdentity } from '../store/conversations.ts';
import { sqlState } from '../store/database.ts';
import { insertDeadLetter } from '../store/dead-letters.ts';
import type { DeadLetter } from '../store/rows.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';
import { findQuoted } from './find-quoted.ts';
import { hideToken } from './hide-token.ts';
import { toIntakeRow } from './intake-row.ts';
import type { MessageWriter } from './message-writer.ts';
import { applyParkedChanges } from './parked-change.ts';
import { type AlbumEvent, receiveAlbumPart } from './receive-album-part.ts';
import { type ChangeEvent, receiveChange } from './receive-change.ts';
import { receiveRetold } from './receive-retold.ts';
import type { ReceivingAccount } from './receiving-account.ts';
import { MAX_TRIES, storingFailure } from './storing-failure.ts';

/** One thing out of a body, and whose it is. */
export interface Inbound {
  readonly account: ReceivingAccount;
  readonly event: InboundEvent;
  readonly body: Uint8Array;
  /** By the workspace's clock, as the times of the event are. */
  readonly receivedAt: Date;
}

/** The database is away; what had been stored by then is passed over when the platform repeats it. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway';
}

/** A message whose commit and a change of it crossed has certainly arrived by then. */
const CROSSED_MS = 1_000;

/**
 * Makes events durable, in their order; a run of new messages goes to the writer together.
 *
 * @throws {StoreAway}
 */
export async function receiveInbound(
  core: Core,
  writer: MessageWriter,
  told: readonly Inbound[],
): Promise<void> {
  const inbound = await withoutTokens(core, told);
  for (let index = 0; index < inbound.length; ) {
    const end = inbound.findIndex(({ event }, place) => place >= index && !isPlainMessage(event));
    const run = inbound.slice(index, end === -1 ? undefined : end);
    const next = inbound[index];
    if (run.length > 0) await Promise.all(run.map((one) => receiveMessage(core, writer, one)));
    else if (next !== undefined) await receiveOther(core, writer, next);
    index += Math.max(1, run.length);
  }
}

/** Without another turn where nothing came by a link, as nearly always. */
async function withoutTokens(core: Core, told: readonly Inbound[]): Promise<readonly Inbound[]> {
  if (told.every(({ event }) => event.kind !== 'message' || event.referral === undefined)) return told;
  try {
    return await Promise.all(
      told.map(async (one) => ({ ...one, event: await hideToken(core.db, one.event) })),
    );
  } catch (error) {
    throw new StoreAway('Nobody could say whether a message brings a personal link.', { cause: error });
  }
}

const isPlainMessage = (event: InboundEvent): event is MessageEvent =>
  event.kind === 'message' &&
  event.album === undefined &&
  event.reaction === undefined &&
  event.retoldWithinMs === undefined;

async function receiveMessage(core: Core, writer: MessageWriter, inbound: Inbound): Promise<void> {
  const { account, event, body, receivedAt } = inbound;
  if (!isPlainMessage(event)) return;
  const outcome = await writer.write(toIntakeRow(account, event, receivedAt, body));
  switch (outcome.kind) {
    case 'unavailable':
      throw new StoreAway('The message was not stored.');
    case 'poison':
      return quarantine(core, inbound, outcome.error);
    case 'stored':
      if (event.referral !== undefined) await receiveReferralOf(core, inbound, event);
      if (outcome.isOvertaken) {
        await attempt(core, inbound, () => applyParkedChanges(core, account, event.externalId));
      }
      return;
    default:
      return outcome satisfies never;
  }
}

async function receiveOther(core: Core, writer: MessageWriter, inbound: Inbound): Promise<void> {
  const { account, event, body, receivedAt } = inbound;
  if (event.kind === 'typing') return passOnTyping(core, inbound, event.sender.externalId, event.isTyping);
  if (event.kind === 'template-status' && account.adapter.templates === undefined) {
    // An adapter that reports what it does not manage: there is nothing to ask the platform with.
    return keep(core, inbound, 'not-understood', `template-status: ${event.name}`);
  }
  if (event.kind === 'message') {
    if (event.reaction !== undefined) {
      return receiveWordedReaction(core, writer, inbound, event, event.reaction);
    }
    if (event.retoldWithinMs !== undefined) return receiveAnswer(core, inbound, event, event.retoldWithinMs);
    if (event.album === undefined) return;
    const part: AlbumEvent = { ...event, album: event.album };
    await attempt(core, inbound, () => receiveAlbumPart(core, account, part, body, receivedAt));
    if (event.referral !== undefined) await receiveReferralOf(core, inbound, event);
    return attempt(core, inbound, () => applyParkedChanges(core, account, event.externalId));
  }
  const hasChanged = await change(core, inbound, event);
  const isOfMessage =
    event.kind === 'message-edited' || event.kind === 'message-deleted' || event.kind === 'reaction';
  if (isOfMessage && !hasChanged) await lookAgain(core, inbound, event.targetExternalId);
}

/** What a platform tells twice brings neither a second message nor a second referral. */
async function receiveAnswer(
  core: Core,
  inbound: Inbound,
  event: MessageEvent,
  withinMs: number,
): Promise<void> {
  let isNew = false;
  await attempt(core, inbound, async () => {
    isNew = await receiveRetold(core, inbound, event, withinMs);
  });
  if (isNew && event.referral !== undefined) await receiveReferralOf(core, inbound, event);
  await attempt(core, inbound, () => applyParkedChanges(core, inbound.account, event.externalId));
}

/** Where nobody knows what it is about, what the contact's device says is shown as it is. */
async function receiveWordedReaction(
  core: Core,
  writer: MessageWriter,
  inbound: Inbound,
  { reaction: _reaction, ...event }: MessageEvent,
  { emoji, isRemoval, quote }: WordedReaction,
): Promise<void> {
  let targetExternalId: string | null = null;
  await attempt(core, inbound, async () => {
    targetExternalId = await findQuoted(core.db, inbound.account, event.sender.externalId, quote);
  });
  if (targetExternalId === null) return receiveMessage(core, writer, { ...inbound, event });
  const { sender, sentAt: reactedAt } = event;
  await change(core, inbound, {
    kind: 'reaction',
    targetExternalId,
    sender,
    emojis: isRemoval ? [] : [emoji],
    reactedAt,
  });
}

/**
 * A change may have been parked in the very moment in which its message was stored, each unseen by the other.
 * Looked for now and, without holding up the answer, once more.
 */
async function lookAgain(core: Core, inbound: Inbound, targetExternalId: string): Promise<void> {
  const apply = () => applyParkedChanges(core, inbound.account, targetExternalId);
  await attempt(core, inbound, apply);
  sleep(CROSSED_MS, undefined, { ref: false })
    .then(apply)
    .catch((error: unknown) => core.log.warn({ error }, 'a parked change goes on waiting'));
}

async function receiveReferralOf(core: Core, inbound: Inbound, event: MessageEvent): Promise<void> {
  const { referral, externalId, sender, sentAt } = event;
  if (referral === undefined) return;
  await change(core, inbound, { kind: 'referral', referral, externalId, sender, occurredAt: sentAt });
}

/** True when readers heard of something. */
async function change(core: Core, inbound: Inbound, event: ChangeEvent): Promise<boolean> {
  const { account, body, receivedAt } = inbound;
  let hasChanged = false;
  await attempt(core, inbound, async () => {
    hasChanged = await commit(core, account.workspaceId, async (queries) => {
      const events = await receiveChange(queries, account, event, body, receivedAt);
      return { result: events.length > 0, events };
    });
    if (hasChanged && event.kind === 'account-health') core.wake.accountChanged(account.id);
  });
  return hasChanged;
}

/** Lost races are tried again; what the database refuses for what it is goes to the dead letters. */
async function attempt(core: Core, inbound: Inbound, work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const failure = storingFailure(error);
      if (failure === 'race' && tries < MAX_TRIES) continue;
      if (failure === 'poison') return quarantine(core, inbound, error);
      throw new StoreAway('A change was not stored.', { cause: error });
    }
  }
}

async function passOnTyping(
  core: Core,
  { account }: Inbound,
  externalId: string,
  isTyping: boolean,
): Promise<void> {
  const conversation = await findConversationOfIdentity(core.db, account, storableText(externalId));
  if (conversation === null) return;
  core.wake.typing({ workspaceId: account.workspaceId, conversationId: conversation.id, isTyping });
}

/** Kept raw and out of the way: it would fail again however often the platform repeated it. */
async function quarantine(core: Core, inbound: Inbound, error: unknown): Promise<void> {
  const state = sqlState(error);
  core.log.error(
    { accountId: inbound.account.id, kind: inbound.event.kind, state },
    'an inbound event can not be stored; kept as a dead letter',
  );
  // The database's own words may quote the customer's.
  const reason = state ?? (error instanceof Error ? error.name : 'unknown');
  await keep(core, inbound, 'not-storable', `${inbound.event.kind}: ${reason}`);
}

async function keep(
  core: Core,
  { account, body, receivedAt }: Inbound,
  reason: DeadLetter['reason'],
  detail: string,
): Promise<void> {
  await insertDeadLetter(core.db, account, { reason, detail, body, receivedAt });
}
