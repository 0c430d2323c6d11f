import type { ParsedPayload, WebhookAnswer, WebhookPort, WebhookRequest } from '../channel/index.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import { createTapAcknowledger } from './acknowledge-tap.ts';
import type { Core } from './core.ts';
import { createMessageWriter } from './message-writer.ts';
import { type ReadBody, readBody, storeBodies } from './receive-body.ts';
import { StoreAway } from './receive-inbound.ts';
import { createReceivingAccounts, type ReceivingAccount } from './receiving-account.ts';
import { createStoreWatch } from './store-watch.ts';
import { storingFailure } from './storing-failure.ts';

/** The way in: what platforms tell us becomes durable here, or is not acknowledged. */
export interface Intake {
  /** Answers one platform request; 200 only after what it said is stored. */
  receiveWebhook(channel: string, accountId: string, request: WebhookRequest): Promise<WebhookAnswer>;
  /**
   * Stores bodies that were polled, in their order.
   *
   * @throws when they could not all be stored: nothing may be confirmed to the platform then.
   */
  receiveBodies(accountId: ChannelAccountId, bodies: readonly Uint8Array[]): Promise<void>;
  /** Bodies received and not yet durable. */
  readonly depth: number;
  /** Resolves when nothing waits; new webhooks get 503 from now on. */
  drain(): Promise<void>;
}

/** Beyond so many waiting bodies, or bytes of them, a webhook is sent away with 503: platforms come back, memory does not. */
const MAX_DEPTH = 2_000;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** A database that hangs is as good as away; what it still stores is passed over when the platform repeats it. */
const PATIENCE_MS = 10_000;
/** What a body only refers to must come within that time, so that storing still has its own. */
const COMPLETING_MS = 5_000;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u;

export function createIntake(core: Core): Intake {
  const accounts = createReceivingAccounts(core);
  const writer = createMessageWriter(core);
  const acknowledge = createTapAcknowledger(core);
  const watch = createStoreWatch(isAway);
  const onIdle: (() => void)[] = [];
  let depth = 0;
  let waitingBytes = 0;
  let isDraining = false;

  /** Counts bodies from their arrival until they are durable or given up. */
  const counting = async <Result>(bytes: number, work: () => Promise<Result>): Promise<Result> => {
    depth += 1;
    waitingBytes += bytes;
    try {
      return await work();
    } finally {
      depth -= 1;
      waitingBytes -= bytes;
      if (depth === 0) for (const notify of onIdle.splice(0)) notify();
    }
  };

  const store = async (bodies: readonly ReadBody[]): Promise<void> => {
    await storeBodies(core, writer, bodies);
    for (const { inbound } of bodies) for (const one of inbound) acknowledge(one.account, one.event);
  };

  const answerWebhook = async (channel: string, accountId: ChannelAccountId, request: WebhookRequest) => {
    const account = await accounts.find(accountId);
    if (account === null || account.channel !== channel) return answer(404);
    const { webhook } = account.adapter;
    if (webhook === undefined) return answer(404);
    const handshake = webhook.answerHandshake?.(request, account.credentials) ?? null;
    if (handshake !== null) return handshake;
    if (request.method !== 'POST') return answer(405);
    const now = core.clock.now();
    const isFrom = (owner: ReceivingAccount) =>
      webhook.verify(request, owner.credentials, now) === 'authentic';
    // A secret that was changed by another process a moment ago: the account is read once more.
    const current = isFrom(account) ? account : await accounts.findAnew(account.id);
    if (current === null || !isFrom(current)) return answer(401);
    // Switched off by its operator: told that all is well, or the platform would repeat it for days.
    if (current.status === 'DISCONNECTED') return answer(200);
    const body = await completeBody(core, current, request, webhook);
    const parsed = parseTotally(core, current, body, webhook.parse);
    await store([await readBody(core, accounts, current, body, parsed, isFrom)]);
    return webhook.answer?.(request.body, current) ?? answer(200);
  };

  return {
    get depth() {
      return depth;
    },

    async receiveWebhook(channel, accountId, request) {
      if (isDraining || depth >= MAX_DEPTH || waitingBytes > MAX_WAITING_BYTES) return answer(503);
      if (!UUID.test(accountId)) return answer(404);
      return counting(request.body.length, async () => {
        try {
          const answering = watch.attempt(() =>
            within(PATIENCE_MS, answerWebhook(channel, accountId as ChannelAccountId, request)),
          );
          return (await answering) ?? answer(503);
        } catch (error) {
          if (!isAway(error)) core.log.error({ error, accountId }, 'a webhook could not be stored');
          return answer(503);
        }
      });
    },

    async receiveBodies(accountId, bodies) {
      const account = await accounts.find(accountId);
      const polling = account?.adapter.polling;
      if (account === null || polling === undefined) throw new Error(`Account ${accountId} is not polled.`);
      await counting(
        bodies.reduce((bytes, body) => bytes + body.length, 0),
        async () => {
          const read: ReadBody[] = [];
          for (const body of bodies) {
            const parsed = parseTotally(core, account, body, polling.parse);
            read.push(await readBody(core, accounts, account, body, parsed, () => true));
          }
          await store(read);
        },
      );
    },

    async drain() {
      isDraining = true;
      if (depth > 0) await new Promise<void>((resolve) => onIdle.push(resolve));
      accounts.close();
    },
  };
}

/** What could not be completed is read as it came: a reference that was lost is no reason to lose a message. */
async function completeBody(
  core: Core,
  account: ReceivingAccount,
  request: WebhookRequest,
  { complete }: WebhookPort,
): Promise<Uint8Array> {
  if (complete === undefined) return request.body;
  try {
    return await complete(request, await core.openAccount(account, COMPLETING_MS));
  } catch (error) {
    core.log.error(
      { error, accountId: account.id, channel: account.channel },
      'an adapter failed to complete',
    );
    return request.body;
  }
}

/** Parsing is total by contract; an adapter that breaks it loses nothing all the same. */
export function parseTotally(
  core: Pick<Core, 'log'>,
  account: ReceivingAccount,
  body: Uint8Array,
  parse: (body: Uint8Array, account: ReceivingAccount) => ParsedPayload,
): ParsedPayload {
  try {
    return parse(body, account);
  } catch (error) {
    core.log.error({ error, accountId: account.id, channel: account.channel }, 'an adapter failed to parse');
    return { events: [], ignored: [], unknown: ['the adapter failed to read it'] };
  }
}

const isAway = (error: unknown): boolean => error instanceof StoreAway || storingFailure(error) === 'away';

/**
 * The work goes on unwatched when it takes longer, and its failure is nobody's any more.
 *
 * @throws {StoreAway} then, so that whoever comes next is not kept waiting for the same.
 */
async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreAway(`Nothing was stored within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const answer = (status: number): WebhookAnswer => ({ status, contentType: 'text/plain', body: '' });
