import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTopic } from '../../src/core/consent/create-topic.ts';
import { importConsents } from '../../src/core/consent/import-consents.ts';
import type { ContactId, IdentityId, WorkspaceId } from '../../src/core/model/ids.ts';
import { consentHash, fieldDigests } from '../../src/core/store/consent-hash.ts';
import { migrate } from '../../src/core/store/migrate.ts';
import { newId } from '../../src/core/store/new-id.ts';
import { openDatabase } from '../../src/core/store/open-database.ts';
import { consentHeads, consentRecords, contacts, identities } from '../../src/core/store/tables/index.ts';
import { builtCommandLine } from '../support/built-gateway.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../support/test-core.ts';
import { connectTestAccount } from '../support/workspace.ts';

type Row = typeof consentRecords.$inferSelect;

/** What stands in the database before anybody touches it: one ledger of four entries for each kind of tampering. */
interface Ledger {
  readonly workspaceId: WorkspaceId;
  readonly rows: readonly [Row, Row, Row, Row];
}

interface Tampering {
  readonly name: string;
  readonly tamper: (core: TestCore, ledger: Ledger, rival: Ledger) => Promise<unknown>;
  /** The lines about this workspace, as far as they matter. */
  readonly lines: (ledger: Ledger) => readonly string[];
}

const entryOf = (row: Row, number = row.number) =>
  `BROKEN at entry ${number} (id ${row.id}, contact ${row.contactId}): `;
const column = (name: string, value: string, named: string): Tampering => ({
  name: `the column ${name} of an entry was changed`,
  tamper: ({ db }, { rows: [, second] }) =>
    db.orm.execute(
      sql`UPDATE consent_records SET ${sql.identifier(name)} = ${sql.raw(value)} WHERE id = ${second.id}`,
    ),
  lines: ({ rows: [, second] }) => [`${entryOf(second)}`, named],
});
const changed = (name: string, value: string, field: string) => column(name, value, `changed: ${field}.`);
const set = ({ db }: TestCore, { id }: Row, change: Partial<Row>) =>
  db.orm.update(consentRecords).set(change).where(eq(consentRecords.id, id));
const rewritten = (row: Row, change: Partial<Row>): Row => {
  const forged = { ...row, ...change };
  return { ...forged, hash: consentHash(forged), fieldDigests: fieldDigests(forged) };
};

const TAMPERINGS: readonly Tampering[] = [
  changed('channel', "'viber'", 'channel'),
  changed('topic_id', 'NULL', 'topicId'),
  changed('purpose', "'SERVICE'", 'purpose'),
  changed('action', "'WITHDRAWN'", 'action'),
  changed('method', "'WORD'", 'method'),
  changed('legal_basis', "'CONTRACT'", 'legalBasis'),
  changed('wording', "'Do you want everything?'", 'wording'),
  changed('privacy_notice_url', "'https://elsewhere.example'", 'privacyNoticeUrl'),
  changed('privacy_notice_version', "'4'", 'privacyNoticeVersion'),
  changed('message_id', 'gen_random_uuid()', 'messageId'),
  changed('is_own_word', 'true', 'isOwnWord'),
  changed('evidence', "'Form log, line 8'", 'evidence'),
  changed('evidence_digest', 'NULL', 'evidenceDigest'),
  changed('recorded_by', "'somebody else'", 'recordedBy'),
  changed('occurred_at', "occurred_at + interval '1 millisecond'", 'occurredAt'),
  changed('recorded_at', "recorded_at + interval '1 millisecond'", 'recordedAt'),
  changed('expires_at', 'recorded_at', 'expiresAt'),
  changed('previous_hash', 'hash', 'previousHash'),
  column('hash', 'previous_hash', 'Its hash was changed'),
  column('field_digests', 'hash', 'digests of its fields'),
  {
    name: 'an entry was given to another contact and identity',
    tamper: (core, { rows: [, second, third] }) =>
      set(core, second, { contactId: third.contactId, identityId: third.identityId }),
    lines: ({ rows: [, second, third] }) => [
      entryOf({ ...second, contactId: third.contactId }),
      'changed: contactId, identityId.',
    ],
  },
  {
    name: 'an entry got another id',
    tamper: (core, { rows: [first, second] }) =>
      set(core, second, { id: first.id.replace(/^......../u, 'ffffffff') as Row['id'] }),
    lines: ({ rows: [first, second] }) => [
      entryOf({ ...second, id: first.id.replace(/^......../u, 'ffffffff') as Row['id'] }),
      'changed: id.',
    ],
  },
  {
    name: 'an entry was deleted in the middle',
    tamper: ({ db }, { rows: [, second] }) =>
      db.orm.delete(consentRecords).where(eq(consentRecords.id, second.id)),
    lines: () => ['BROKEN at entry 2: The entry is missing.'],
  },
  {
    name: 'the newest entry was deleted',
    tamper: ({ db }, { rows: [, , , fourth] }) =>
      db.orm.delete(consentRecords).where(eq(consentRecords.id, fourth.id)),
    lines: () => ['BROKEN at entry 4: The entry is missing.'],
  },
  {
    name: 'all entries were deleted',
    tamper: ({ db }, { workspaceId }) =>
      db.orm.delete(consentRecords).where(eq(consentRecords.workspaceId, workspaceId)),
    lines: () => ['BROKEN at entry 1: The entries from here to 4 are missing.'],
  },
  {
    name: 'an entry was put behind the newest, well chained',
    tamper: ({ db }, { rows: [, , , fourth] }) =>
      db.orm
        .insert(consentRecords)
        .values(rewritten(fourth, { id: newId<Row['id']>(), number: 5, previousHash: fourth.hash })),
    lines: () => ['BROKEN at entry 5 (id ', 'It was put in by hand: the ledger ends with entry 4.'],
  },
  {
    name: 'an entry was put before the first',
    tamper: ({ db }, { rows: [first] }) =>
      db.orm.insert(consentRecords).values(rewritten(first, { id: newId<Row['id']>(), number: 0 })),
    lines: () => ['BROKEN at entry 0 (id ', 'No entry has such a number'],
  },
  {
    name: 'two entries changed places',
    tamper: async (core, { rows: [, second, third] }) => {
      await set(core, second, { number: 99 });
      await set(core, third, { number: 2 });
      await set(core, second, { number: 3 });
    },
    lines: ({ rows: [, second, third] }) => [entryOf(third, 2), entryOf(second, 3), 'changed: number.'],
  },
  {
    name: 'one entry was written anew with a hash of its own',
    tamper: (core, { rows: [, second] }) => set(core, second, rewritten(second, { action: 'WITHDRAWN' })),
    lines: ({ rows: [, second] }) => [
      `${entryOf(second)}It was written anew with a hash of its own: entry 3 follows another one.`,
    ],
  },
  {
    name: 'the newest entry was written anew with a hash of its own',
    tamper: (core, { rows: [, , , fourth] }) => set(core, fourth, rewritten(fourth, { action: 'WITHDRAWN' })),
    lines: ({ rows: [, , , fourth] }) => [entryOf(fourth), 'with a hash of its own'],
  },
  {
    name: 'an entry came over from another workspace',
    tamper: (core, { workspaceId }, { rows: [, , , stranger] }) =>
      set(core, stranger, { workspaceId, number: 5 }),
    lines: ({ rows: [first] }) => [
      'BROKEN at entry 5 (id ',
      'changed: workspaceId, number.',
      `${first.workspaceId}  BROKEN at entry 5`,
    ],
  },
  {
    name: 'the note of its end was deleted',
    tamper: ({ db }, { workspaceId }) =>
      db.orm.delete(consentHeads).where(eq(consentHeads.workspaceId, workspaceId)),
    lines: () => ['BROKEN at entry 4: The note of where it ends is missing.'],
  },
];

describeOnEveryServer('the consent ledger on the command line', (databaseSetting) => {
  let directory: string;
  let databaseUrl: string | undefined;
  const ledgers = new Map<string, Ledger>();
  const ledger = (name: string): Ledger => {
    const found = ledgers.get(name);
    if (found === undefined) throw new Error(`There is no ledger "${name}".`);
    return found;
  };
  const run = (command: string, ...options: readonly string[]) =>
    runConsent(directory, databaseUrl, [command, ...options]);
  const verify = (...options: readonly string[]) => run('verify', ...options);
  let all: Ended;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'confab-consent-'));
    ({ databaseUrl } = await databaseSetting());
    const db = await openDatabase({ databaseUrl: databaseUrl ?? null, dataDir: directory });
    await migrate(db);
    const core = createTestCore({ db: Object.assign(db, { url: databaseUrl ?? null }) });
    for (const { name } of [...TAMPERINGS, { name: 'rival' }, { name: 'untouched' }, { name: 'cut off' }]) {
      ledgers.set(name, await writeLedger(core, name));
    }
    for (const { name, tamper } of TAMPERINGS) await tamper(core, ledger(name), ledger('rival'));
    const { workspaceId, rows } = ledger('cut off');
    await core.db.orm.delete(consentRecords).where(eq(consentRecords.id, rows[3].id));
    await core.db.orm
      .update(consentHeads)
      .set({ lastNumber: 3, lastHash: rows[2].hash })
      .where(eq(consentHeads.workspaceId, workspaceId));
    await core.wake.close();
    await db.close();
    all = await verify();
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const linesOf = ({ workspaceId }: Ledger, { stdout }: Ended) =>
    stdout.split('\n').filter((line) => line.startsWith(workspaceId));

  describe.each(TAMPERINGS)('where $name', ({ name, lines }) => {
    it('names what is not as it was written', () => {
      const told = linesOf(ledger(name), all).join('\n');

      for (const line of lines(ledger(name))) expect(told).toContain(line);
      expect(told).not.toContain('whole');
    });
  });

  it('names the gap that a stolen entry leaves, too', () => {
    expect(linesOf(ledger('rival'), all)).toEqual([
      `${ledger('rival').workspaceId}  BROKEN at entry 4: The entry is missing.`,
    ]);
  });

  it('names nothing else, and ends with 1 and one sentence', () => {
    const broken = new Set(all.stdout.match(/^\S+(?= {2}BROKEN)/gmu));

    expect(broken.size).toBe(TAMPERINGS.length + 1);
    expect(all.code).toBe(1);
    expect(all.stderr).toBe(
      `confab: The consent ledger of ${broken.size} workspace(s) is not as it was written. Compare the named entries with a backup before anything else is sent.\n`,
    );
  });

  it('ends with 0 for a ledger that nobody touched, and prints its end', async () => {
    const { workspaceId, rows } = ledger('untouched');
    const head = headOf(workspaceId, rows[3]);

    const ended = await verify('--workspace', workspaceId, '--expect-head', head);

    expect(ended).toEqual({
      code: 0,
      stdout: `${workspaceId}  whole, 4 entries, head ${head}\n`,
      stderr: '',
    });
  });

  it('misses the newest entries when their end was written anew, but not when it is told the end that was noted elsewhere', async () => {
    const { workspaceId, rows } = ledger('cut off');

    const told = await verify('--workspace', workspaceId, '--expect-head', headOf(workspaceId, rows[3]));

    expect(linesOf(ledger('cut off'), all)).toEqual([
      `${workspaceId}  whole, 3 entries, head ${headOf(workspaceId, rows[2])}`,
    ]);
    expect([told.code, told.stdout]).toEqual([
      1,
      `${workspaceId}  BROKEN at entry 4: The newest entries are missing: there were 4 when its end was noted, and there are 3.\n`,
    ]);
  });

  it('is handed out a line for each entry, of one person or of everybody, with what proves it', async () => {
    const { workspaceId, rows } = ledger('untouched');
    const [, second] = rows;

    const ofAll = await run('export', '--workspace', workspaceId);
    const ofOne = await run('export', '--workspace', workspaceId, '--contact', second.contactId);

    const lines = ofAll.stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(rows.map(({ id }) => id));
    expect(ofOne).toEqual({ code: 0, stdout: `${lines[1]}\n`, stderr: '' });
    expect(JSON.parse(lines[1] ?? '')).toEqual({
      workspaceId,
      number: 2,
      id: second.id,
      contactId: second.contactId,
      identityId: second.identityId,
      channelAccountId: second.channelAccountId,
      channel: 'example',
      topic: { id: second.topicId, name: 'Spring news' },
      purpose: 'NEWSLETTER',
      action: 'CONFIRMED',
      method: 'IMPORT',
      legalBasis: 'CONSENT',
      wording: null,
      privacyNoticeUrl: null,
      privacyNoticeVersion: null,
      message: null,
      isOwnWord: false,
      evidence: 'Form log, line 7',
      evidenceDigest: second.evidenceDigest,
      recordedBy: second.recordedBy,
      occurredAt: second.occurredAt.toISOString(),
      recordedAt: second.recordedAt.toISOString(),
      expiresAt: null,
      previousHash: Buffer.from(second.previousHash).toString('hex'),
      hash: Buffer.from(second.hash).toString('hex'),
    });
  });

  it('is handed out of nobody who is not there', async () => {
    const nobody = '01920000-0000-7000-8000-000000000000';

    const ended = await run('export', '--workspace', ledger('untouched').workspaceId, '--contact', nobody);

    expect(ended).toEqual({
      code: 1,
      stdout: '',
      stderr: `confab: There is no contact ${nobody} in this workspace.\n`,
    });
  });

  it('does not take a head for checked that is none, or of a workspace that is not there', async () => {
    const nobody = '01920000-0000-7000-8000-000000000000';

    const malformed = await verify('--expect-head', 'head-4');
    const foreign = await verify('--expect-head', `${nobody}:1:${'0'.repeat(64)}`);

    expect([malformed.code, foreign.code]).toEqual([1, 1]);
    expect(malformed.stderr).toMatch(/^confab: --expect-head must be a head .+, got "head-4"\.\n$/u);
    expect(foreign.stderr).toBe(`confab: There is no workspace ${nobody} in this database.\n`);
  });
});

const headOf = (workspaceId: WorkspaceId, { number, hash }: Row): string =>
  `${workspaceId}:${number}:${Buffer.from(hash).toString('hex')}`;

/** Four people who agreed elsewhere. */
async function writeLedger(core: TestCore, name: string): Promise<Ledger> {
  const { owner } = await createTestWorkspace(core, name);
  const { workspaceId } = owner;
  const account = await connectTestAccount(core, owner, { channel: 'example', credentials: {} });
  const createdAt = core.clock.now();
  const people = ['Ada', 'Bea', 'Cem', 'Dora'].map((person) => ({
    name: person,
    contactId: newId<ContactId>(),
    identityId: newId<IdentityId>(),
  }));
  await core.db.orm.insert(contacts).values(
    people.map((person) => ({
      id: person.contactId,
      workspaceId,
      name: person.name,
      attributes: {},
      tags: [],
      createdAt,
    })),
  );
  await core.db.orm.insert(identities).values(
    people.map((person) => ({
      id: person.identityId,
      workspaceId,
      channelAccountId: account.id,
      contactId: person.contactId,
      externalId: person.name,
      kind: 'PERSON' as const,
      reachability: 'REACHABLE' as const,
      createdAt,
    })),
  );
  const topic = await createTopic(core, owner, {
    name: 'Spring news',
    purpose: 'NEWSLETTER',
    wording: null,
    privacyNoticeUrl: 'https://acme.example/privacy',
    privacyNoticeVersion: '3',
  });
  if (topic.kind !== 'created') throw new Error(topic.message);
  const outcome = await importConsents(core, owner, {
    topicId: topic.topic.id,
    legalBasis: 'CONSENT',
    evidence: 'Form log, line 7',
    consents: people.map(({ identityId }) => ({ identityId, occurredAt: createdAt, evidence: null })),
  });
  if (outcome.kind !== 'imported') throw new Error(outcome.message);
  const [first, second, third, fourth] = outcome.records;
  if (!first || !second || !third || !fourth) throw new Error('Four people agreed.');
  return { workspaceId, rows: [first, second, third, fourth] };
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function runConsent(
  dataDir: string,
  databaseUrl: string | undefined,
  options: readonly string[],
): Promise<Ended> {
  const commandLine = await builtCommandLine();
  const environment = {
    PATH: process.env.PATH ?? '',
    CONFAB_DATA_DIR: dataDir,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl, CONFAB_SECRET: 'x'.repeat(32) }),
  };
  return new Promise((ended) => {
    execFile(
      process.execPath,
      [commandLine, 'consent', ...options],
      { env: environment, timeout: 240_000 },
      (error, stdout, stderr) => ended({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}
