import { decodeCursor } from '../../src/core/model/cursor.ts';
import { waitFor } from '../support/wait-for.ts';
import { type ReadInbox, readInbox } from './inbox-reading.ts';
import type { SoakTalk, SoakTraffic } from './soak-traffic.ts';
import type { Subscriber } from './subscriber.ts';

/** What went wrong, each by name. Every list must be empty. */
export interface SoakViolations {
  /** Messages of customers that are not in the inbox, though the platform was told that they are. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Conversations beyond one for each customer, and messages in somebody else's. */
  readonly conversationsDoubled: readonly string[];
  /** Conversations whose count of unread messages is not the number of messages in them. */
  readonly miscounted: readonly string[];
  /** Answers that a customer was shown more than once. */
  readonly callsDoubled: readonly string[];
  /** Promised answers that no customer was shown and that are not held as unconfirmed. */
  readonly answersLost: readonly string[];
  /** Answers whose status is not what the customer's screen says. */
  readonly misreported: readonly string[];
  /** Answers held as unconfirmed though their platform has told that it took them. */
  readonly unreconciled: readonly string[];
  /** Answers that a customer was shown before an earlier one. */
  readonly disordered: readonly string[];
  /** Calls that a platform refused: limits were exceeded, or a call was wrong. */
  readonly refusedByPlatform: readonly string[];
  /** Calls of agents and subscribers that the gateway refused for good. */
  readonly refusedByGateway: readonly string[];
  readonly eventsMissed: readonly string[];
  readonly eventsDoubled: readonly string[];
  /** Processes that ended though nobody had killed them. */
  readonly endedByThemselves: readonly string[];
  /** Bodies that the gateway could not take in. */
  readonly deadLetters: readonly string[];
  /** What was waited for after the last fault and did not come. */
  readonly neverCame: readonly string[];
}

export interface SoakFigures {
  readonly questions: number;
  readonly conversations: number;
  readonly answers: number;
  readonly unconfirmed: number;
  readonly events: number;
  readonly resumptions: number;
  readonly interruptions: number;
}

export interface SoakScene {
  readonly gatewayUrl: string;
  readonly token: string;
  readonly traffic: SoakTraffic;
  readonly subscribers: readonly Subscriber[];
  readonly refusedByPlatform: readonly string[];
  readonly endedByThemselves: readonly string[];
}

/**
 * Leases end after half a minute, and what has gathered leaves within the platforms' limits: an emptied Redis begins
 * the longest of them (Viber's, 50 an hour to one contact) without a burst, so that each message there takes 72 s.
 */
const PATIENCE_MS = 900_000;
const SHOWN = ['SENT', 'DELIVERED', 'READ'];

/** Waits until nothing is on its way any more, then holds both sides against each other. */
export async function auditSoak(
  scene: SoakScene,
): Promise<{ readonly violations: SoakViolations; readonly figures: SoakFigures }> {
  const { gatewayUrl, token, traffic, subscribers } = scene;
  const { talks } = traffic;
  const neverCame: string[] = [];
  const comes = (fact: string, look: () => Promise<boolean>) =>
    waitFor(fact, look, PATIENCE_MS).catch(() => void neverCame.push(fact));
  let inbox: ReadInbox = { asOf: '', conversations: [] };
  const look = async () => {
    inbox = await readInbox(gatewayUrl, token);
    return inbox;
  };

  // Deliveries of one talk do not overtake each other any more: behind the last word nothing is on its way.
  await comes('the last word of every customer has arrived', async () => {
    const arrived = new Set((await look()).conversations.flatMap(({ inbound }) => inbound));
    return talks.every(({ questions }) => arrived.has(questions.at(-1) ?? ''));
  });
  await comes('every answer is settled', async () => {
    const waiting = await backlog(gatewayUrl);
    return waiting.queued === 0 && waiting.sending === 0;
  });
  await comes(
    'receipts have settled whatever they can',
    async () => unreconciledIn(talks, statusesIn(await look())).length === 0,
  );
  const statuses = statusesIn(inbox);
  const last = decodeCursor(inbox.asOf) ?? 0;
  await comes('every subscriber is up to date', async () =>
    subscribers.every(({ position }) => position >= last),
  );

  const { dead_letters: deadLetters = 0 } = await backlog(gatewayUrl);
  return {
    violations: {
      ...inboundViolations(talks, inbox),
      ...outboundViolations(talks, statuses),
      unreconciled: unreconciledIn(talks, statuses),
      refusedByPlatform: scene.refusedByPlatform,
      refusedByGateway: [...traffic.refused, ...subscribers.flatMap(({ refused }) => refused)],
      eventsMissed: subscribers.flatMap(({ transport, missed }) => missed.map((at) => `${transport} ${at}`)),
      eventsDoubled: subscribers.flatMap(({ transport, doubled }) =>
        doubled.map((at) => `${transport} ${at}`),
      ),
      endedByThemselves: scene.endedByThemselves,
      deadLetters: deadLetters === 0 ? [] : [`${deadLetters} in the database`],
      neverCame,
    },
    figures: {
      questions: talks.flatMap(({ questions }) => questions).length,
      conversations: inbox.conversations.length,
      answers: talks.flatMap(({ promises }) => [...promises]).length,
      unconfirmed: [...statuses.values()].filter((status) => status === 'UNCONFIRMED').length,
      events: last,
      resumptions: subscribers.reduce((sum, { resumptions }) => sum + resumptions, 0),
      interruptions: traffic.interruptions,
    },
  };
}

function inboundViolations(
  talks: readonly SoakTalk[],
  { conversations }: ReadInbox,
): Pick<SoakViolations, 'lost' | 'doubled' | 'conversationsDoubled' | 'miscounted'> {
  const owners = new Map(talks.map(({ conversationId, name }) => [conversationId, name]));
  const arrived = new Map<string, number>();
  const misplaced: string[] = [];
  for (const { id, inbound } of conversations) {
    for (const text of inbound) {
      arrived.set(text, (arrived.get(text) ?? 0) + 1);
      if (!text.startsWith(`${owners.get(id)} `) && text !== '/start') misplaced.push(`${text} in ${id}`);
    }
  }
  const questions = talks.flatMap((talk) => talk.questions);
  return {
    lost: questions.filter((text) => !arrived.has(text)),
    doubled: questions.filter((text) => (arrived.get(text) ?? 0) > 1),
    conversationsDoubled: [
      ...conversations.filter(({ id }) => !owners.has(id)).map(({ id }) => id),
      ...misplaced,
    ],
    miscounted: conversations
      .filter(({ unreadCount, inbound }) => unreadCount !== inbound.length)
      .map(({ id, unreadCount, inbound }) => `${owners.get(id)}: ${unreadCount} of ${inbound.length}`),
  };
}

function outboundViolations(
  talks: readonly SoakTalk[],
  statuses: ReadonlyMap<string, string>,
): Pick<SoakViolations, 'callsDoubled' | 'answersLost' | 'misreported' | 'disordered'> {
  const callsDoubled: string[] = [];
  const answersLost: string[] = [];
  const misreported: string[] = [];
  const disordered: string[] = [];
  for (const { customer, promises, name } of talks) {
    const times = countsOf(customer.shown());
    const shown = [...times.keys()].filter((text) => text.startsWith(`${name} answer `));
    for (const text of shown) if ((times.get(text) ?? 0) > 1) callsDoubled.push(text);
    const numbers = shown.map((text) => Number(text.split(' ').at(-1)));
    for (const [index, number] of numbers.entries()) {
      if (number < Math.max(0, ...numbers.slice(0, index))) disordered.push(`${name} answer ${number}`);
    }
    for (const text of promises.keys()) {
      const status = statuses.get(text) ?? 'absent';
      if (status === 'UNCONFIRMED') continue;
      if (!times.has(text)) answersLost.push(`${text}: ${status}`);
      if (SHOWN.includes(status) !== times.has(text)) misreported.push(`${text}: ${status}`);
    }
  }
  return { callsDoubled, answersLost, misreported, disordered };
}

function unreconciledIn(
  talks: readonly SoakTalk[],
  statuses: ReadonlyMap<string, string>,
): readonly string[] {
  return talks
    .filter(({ platform }) => platform.tellsByWebhook)
    .flatMap(({ customer, promises }) => {
      const shown = new Set(customer.shown());
      return [...promises.keys()].filter((text) => shown.has(text) && statuses.get(text) === 'UNCONFIRMED');
    });
}

const statusesIn = ({ conversations }: ReadInbox): ReadonlyMap<string, string> =>
  new Map(conversations.flatMap(({ outbound }) => outbound.map(({ text, status }) => [text, status])));

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** What the gateway itself says is waiting, by kind. */
async function backlog(gatewayUrl: string): Promise<Readonly<Record<string, number>>> {
  const metrics = await (await fetch(`${gatewayUrl}/metrics`)).text();
  const lines = metrics.matchAll(/^confab_backlog\{kind="(\w+)"\} (\d+)$/gmu);
  return Object.fromEntries([...lines].map(([, kind = '', count]) => [kind, Number(count)]));
}
