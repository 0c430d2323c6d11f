import { createHash } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import type { ChannelDefinition, WireRequest } from '../channel/index.ts';
import type { Core } from '../inbox/core.ts';
import { toOutbound } from '../inbox/send-message.ts';
import { weighSending } from '../inbox/weigh-sending.ts';
import type { MessageFailure } from '../model/failure.ts';
import type { AttemptId } from '../model/ids.ts';
import type { PolicyDecision } from '../model/policy.ts';
import { newId } from '../store/new-id.ts';
import { type AttemptStart, beginAttempts, type Claim } from '../store/outbox.ts';
import type { ChannelAccount, Identity, Message } from '../store/rows.ts';
import { channelAccounts, identities, messages } from '../store/tables/index.ts';

/** Uploads take their time; everything else has an answer soon or none. */
const REQUEST_TIMEOUT_MS = 10_000;
const UPLOAD_TIMEOUT_MS = 120_000;
/** For writing the result down after the request's time is over. */
const SETTLE_MARGIN_MS = 20_000;

export type Prepared =
  | {
      readonly kind: 'ready';
      readonly attemptId: AttemptId;
      readonly adapter: ChannelDefinition;
      readonly account: ChannelAccount;
      readonly request: WireRequest;
      readonly isLast: boolean;
      readonly timeoutMs: number;
      /** How long this process may act on it, from before the attempt was written down. */
      readonly leaseMs: number;
    }
  | { readonly kind: 'refused'; readonly refusal: { decision: PolicyDecision } | { failure: MessageFailure } }
  /** Somebody else decides about it now. */
  | { readonly kind: 'lost' };

/**
 * The last steps before the wire for a batch of claims: policy once more (windows close while messages wait),
 * rendering, and the attempts written down in one statement.
 */
export async function prepareBatch(core: Core, claims: readonly Claim[]): Promise<readonly Prepared[]> {
  const loaded = await load(core, claims);
  const drafts = claims.map((claim) => draft(core, claim, loaded));
  const starts = drafts.flatMap((prepared, index): AttemptStart[] => {
    const claim = claims[index];
    if (prepared.kind !== 'ready' || claim === undefined) return [];
    return [
      {
        claim,
        attemptId: prepared.attemptId,
        requestIndex: prepared.requestIndex,
        requestHash: createHash('sha256').update(JSON.stringify(prepared.request)).digest(),
        leaseSeconds: prepared.leaseMs / 1000,
      },
    ];
  });
  const begun = starts.length === 0 ? new Set<AttemptId>() : await beginAttempts(core.db, starts);
  return drafts.map((prepared) =>
    prepared.kind === 'ready' && !begun.has(prepared.attemptId) ? { kind: 'lost' } : prepared,
  );
}

interface Loaded {
  readonly messages: ReadonlyMap<string, Message>;
  readonly identities: ReadonlyMap<string, Identity>;
  readonly accounts: ReadonlyMap<string, ChannelAccount>;
}

async function load(core: Core, claims: readonly Claim[]): Promise<Loaded> {
  const { orm } = core.db;
  const [messageRows, identityRows, accountRows] = await Promise.all([
    orm
      .select()
      .from(messages)
      .where(
        inArray(
          messages.id,
          claims.map(({ id }) => id),
        ),
      ),
    orm
      .select()
      .from(identities)
      .where(
        inArray(
          identities.id,
          claims.map(({ identityId }) => identityId),
        ),
      ),
    orm
      .select()
      .from(channelAccounts)
      .where(
        inArray(
          channelAccounts.id,
          claims.map(({ channelAccountId }) => channelAccountId),
        ),
      ),
  ]);
  return {
    messages: new Map(messageRows.map((row) => [row.id, row])),
    identities: new Map(identityRows.map((row) => [row.id, row])),
    accounts: new Map(accountRows.map((row) => [row.id, row])),
  };
}

function draft(core: Core, claim: Claim, loaded: Loaded): Prepared & { readonly requestIndex: number } {
  const message = loaded.messages.get(claim.id);
  const identity = loaded.identities.get(claim.identityId);
  const account = loaded.accounts.get(claim.channelAccountId);
  if (
    message === undefined ||
    identity === undefined ||
    account === undefined ||
    message.fence !== claim.fence
  ) {
    return { kind: 'lost', requestIndex: 0 };
  }
  const refuse = (platformCode: string, description: string) =>
    ({
      kind: 'refused',
      requestIndex: 0,
      refusal: {
        failure: {
          kind: 'rejected',
          cause: 'invalid-content',
          actionBy: 'author',
          platformCode,
          description,
        },
      },
    }) as const;
  const adapter = core.channels.find(account.channel);
  if (adapter === null) {
    return refuse('confab:no-adapter', `No adapter for "${account.channel}" is installed.`);
  }
  const { purpose, options, authorKind, parts } = message;
  if (purpose === null || options === null) return refuse('confab:no-purpose', 'The message has no purpose.');
  const decision = weighSending(adapter, identity, { author: authorKind, purpose, parts }, core.clock.now());
  if (decision.verdict === 'REFUSE') return { kind: 'refused', requestIndex: 0, refusal: { decision } };
  try {
    const replyTo = message.replyToExternalId === null ? null : { externalId: message.replyToExternalId };
    const outbound = toOutbound(
      { identity, account },
      { purpose, options },
      parts,
      authorKind,
      replyTo,
      claim.id,
    );
    const rendering = adapter.render(outbound);
    const requestIndex = message.acceptedRequests;
    const request = rendering.kind === 'rendered' ? rendering.requests[requestIndex] : undefined;
    if (rendering.kind === 'unrenderable' || request === undefined) {
      const why = rendering.kind === 'unrenderable' ? rendering.problems[0]?.message : undefined;
      return refuse('confab:unrenderable', why ?? 'The channel can not carry this message.');
    }
    const timeoutMs = request.files.length > 0 ? UPLOAD_TIMEOUT_MS : REQUEST_TIMEOUT_MS;
    return {
      kind: 'ready',
      attemptId: newId(),
      adapter,
      account,
      request,
      requestIndex,
      timeoutMs,
      isLast: requestIndex + 1 >= rendering.requests.length,
      leaseMs: timeoutMs + SETTLE_MARGIN_MS,
    };
  } catch (error) {
    // Rendering is pure and total by contract; a broken one costs its own message and no other.
    core.log.error({ error, messageId: claim.id, channel: account.channel }, 'an adapter failed to render');
    return refuse('confab:render-failed', 'The adapter failed to render this message.');
  }
}
