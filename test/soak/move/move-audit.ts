import { verifyLedger } from '../../../src/core/consent/verify-ledger.ts';
import { listWorkspaceIds } from '../../../src/core/store/event-readers.ts';
import { openDatabase } from '../../../src/core/store/open-database.ts';
import type { Funnel } from './move-gateway.ts';
import type { MoveReader, Outcome } from './move-readers.ts';

export interface MoveAudit {
  readonly states: Readonly<Record<string, number>>;
  readonly violations: {
    /** Readers who stand elsewhere than what they did says. */
    readonly misplaced: readonly string[];
    /** Who should have read the issue and did not, or read it twice. */
    readonly notOnce: readonly string[];
    /** Who read it and should not have. */
    readonly uninvited: readonly string[];
    /** What WhatsApp has answered with a no. */
    readonly refused: readonly string[];
    /** Numbers of the funnel that are not what the people did. */
    readonly miscounted: readonly string[];
    /** Identities of one contact that are subscribed at once. */
    readonly doubledSubscriptions: number;
    readonly brokenLedger: readonly string[];
  };
}

export interface MoveEvidence {
  readonly outcomes: ReadonlyMap<MoveReader, Outcome>;
  readonly states: ReadonlyMap<MoveReader, string>;
  readonly databaseUrl: string;
  readonly issue: string;
  readonly funnel: Funnel;
  readonly refusals: readonly string[];
}

export const isClean = ({ violations }: MoveAudit): boolean =>
  violations.doubledSubscriptions === 0 &&
  Object.values(violations).every((found) => typeof found === 'number' || found.length === 0);

/** Compares what the gateway says with what the people did and saw. */
export async function auditMove(evidence: MoveEvidence): Promise<MoveAudit> {
  const { outcomes, states, issue, funnel, refusals } = evidence;
  const misplaced: string[] = [];
  const notOnce: string[] = [];
  const uninvited: string[] = [];
  const counted: Record<string, number> = {};
  for (const [reader, outcome] of outcomes) {
    const { name, habit, hasWritten } = reader;
    const who = `${name}, who ${habit}${hasWritten ? ', and had written' : ''}`;
    const state = states.get(reader) ?? '';
    counted[state] = (counted[state] ?? 0) + 1;
    if (state !== outcome.state) misplaced.push(`${who}: ${state}, not ${outcome.state}`);
    for (const app of outcome.apps) {
      const times = app.shown().filter(({ text }) => text === issue).length;
      if (app === outcome.reads && times !== 1) notOnce.push(`${who}: ${times} times on ${app.channel}`);
      if (app !== outcome.reads && times !== 0) uninvited.push(`${who}: ${times} times on ${app.channel}`);
    }
  }
  return {
    states: counted,
    violations: {
      misplaced,
      notOnce,
      uninvited,
      refused: refusals,
      miscounted: miscounted(funnel, [...outcomes]),
      ...(await auditLedger(evidence.databaseUrl)),
    },
  };
}

function miscounted(funnel: Funnel, all: readonly (readonly [MoveReader, Outcome])[]): readonly string[] {
  const count = (fits: (reader: MoveReader, outcome: Outcome) => boolean) =>
    all.filter(([reader, outcome]) => fits(reader, outcome)).length;
  const truth: Funnel = {
    readers: all.length,
    invited: count(({ hasWritten }, { hasOpened }) => hasWritten || hasOpened),
    opened: count((_, { hasOpened }) => hasOpened),
    arrived: count((_, { hasArrived }) => hasArrived),
    confirmed: count((_, { state }) => state === 'CONFIRMED'),
    declined: count((_, { state }) => state === 'DECLINED'),
    failed: 0,
    stillOnSource: count((_, { state }) => state !== 'CONFIRMED' && state !== 'DECLINED'),
  };
  return (Object.keys(truth) as (keyof Funnel)[])
    .filter((step) => funnel[step] !== truth[step])
    .map((step) => `${step}: ${funnel[step]}, not ${truth[step]}`);
}

async function auditLedger(
  databaseUrl: string,
): Promise<{ readonly doubledSubscriptions: number; readonly brokenLedger: readonly string[] }> {
  const db = await openDatabase({ databaseUrl, dataDir: '' });
  try {
    const brokenLedger: string[] = [];
    for (const id of await listWorkspaceIds(db)) {
      const verdict = await verifyLedger(db, id);
      if (verdict.kind === 'broken') {
        brokenLedger.push(...verdict.faults.map(({ number, problem }) => `entry ${number}: ${problem}`));
      }
    }
    const doubled = await db.run(
      {
        name: 'doubled_subscriptions',
        text: `
        SELECT i.contact_id FROM identities i
          JOIN LATERAL (SELECT r.action FROM consent_records r
                         WHERE r.identity_id = i.id AND r.topic_id IS NOT NULL
                         ORDER BY r.number DESC LIMIT 1) latest ON latest.action = 'CONFIRMED'
         GROUP BY i.contact_id HAVING count(*) > 1`,
      },
      [],
    );
    return { doubledSubscriptions: doubled.length, brokenLedger };
  } finally {
    await db.close();
  }
}
