import { gzipSync } from 'node:zlib';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { verifyLedger } from '../../../src/core/consent/verify-ledger.ts';
import { runImport } from '../../../src/core/migration/run-import.ts';
import { contacts, migrationImports } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createMoveScene, type MoveScene } from './move-scene.ts';

const HEAD = 'number,name,language\n';
const ADA = '+49 170 0000001,Ada,de\n';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

/** What no list is, and what its sender is told. */
const BOMBS: readonly [name: string, content: string | Uint8Array, problem: RegExp][] = [
  ['nothing', '', /empty/u],
  ['no end of line', 'a'.repeat(5_000_000), /Row 1 is longer than 65536/u],
  ['a field of megabytes', `${HEAD}${ADA}+49 170 0000002,${'x'.repeat(3_000_000)},de\n`, /Row 3 is longer/u],
  [
    'a quotation without end',
    `${HEAD}${ADA}+49 170 0000002,"Bob,de\n${ADA.repeat(100)}`,
    /Row 3 begins a quot/u,
  ],
  ['a long quotation without end', `${HEAD}"${'x\n'.repeat(200_000)}`, /Row 2 is longer .*quotation mark/u],
  ['a quotation mark within a cell', `${HEAD}+49 170 0000001,A"d"a,de\n`, /Row 2 can not be read as CSV/u],
  ['20,000 columns', `number${',x'.repeat(20_000)}\n`, /20001 columns; at most 50/u],
  ['a million columns', `number${','.repeat(1_000_000)}\n`, /Row 1 is longer/u],
  [
    'no column that says who',
    'name,language\nAda,de\n',
    /needs "number" or "bsuid", and has name, language/u,
  ],
  ['a compressed file', gzipSync(HEAD + ADA), /not utf-8: near byte 0/u],
  ['a spreadsheet’s own format', Buffer.from('504b0304140000000800', 'hex'), /zeros/u],
  ['zeros', `${HEAD}+49 170\u0000 0000001,Ada,de\n`, /zeros/u],
  [
    'Latin-1 that says nothing',
    Buffer.from(`${HEAD}+49 170 0000001,J\u00f6rg,de\n`, 'latin1'),
    /not utf-8.*say which/u,
  ],
  [
    'UTF-16 with half a sign',
    Buffer.concat([utf16(HEAD), Buffer.from([0x00, 0xd8, 0x2c, 0x00])]),
    /not utf-16le/u,
  ],
];

describeOnEveryEngine('a list of readers', (open) => {
  let scene: MoveScene | null = null;
  afterEach(() => scene?.close());
  const begin = async () => {
    scene = await createMoveScene(await open());
    return scene;
  };

  it('that is none is refused as a whole with one sentence that says where, and leaves nobody behind', async () => {
    const move = await begin();

    const told: unknown[] = [];
    for (const [name, content] of BOMBS) {
      const { job } = await move.importFile(content);
      told.push([name, job.status, job.problem, job.added]);
    }

    expect(told).toEqual(
      BOMBS.map(([name, , problem]) => [name, 'FAILED', expect.stringMatching(problem), 0]),
    );
    expect(await move.countContacts()).toBe(0);
  });

  it('is read in every encoding and with every delimiter that spreadsheets save', async () => {
    const move = await begin();
    const list = (ending: number, delimiter = ',', line = '\n') =>
      `number${delimiter}name${line}+49 170 000000${ending}${delimiter}Jörg Ł${line}`;
    const bigEndian = (text: string) => utf16(text).swap16();

    for (const [content, encoding] of [
      [`\ufeff${list(1, ';', '\r\n')}`, null],
      [utf16(`\ufeff${list(2, '\t')}`), null],
      [utf16(list(3)), null],
      [bigEndian(`\ufeff${list(4)}`), null],
      [bigEndian(list(5)), 'utf-16be'],
      [list(6, ',', '\r'), null],
      [Buffer.from(list(7).replace(' Ł', ''), 'latin1'), 'windows-1252'],
    ] as const) {
      const { job } = await move.importFile(content, encoding);
      expect([job.status, job.problem, job.added]).toEqual(['DONE', null, 1]);
    }

    const rows = await move.core.db.orm.select({ name: contacts.name }).from(contacts);
    expect(rows.map(({ name }) => name?.replace(' Ł', ''))).toEqual(Array(7).fill('Jörg'));
  });

  it('brings each reader once, names every other row with its number, and keeps what it says as text', async () => {
    const move = await begin();
    const rows = [
      'number,name,language,consented_at,time_zone,__proto__,city',
      '+49 170 0000001,"=HYPERLINK(""http://evil.example"")",de,,,polluted,@SUM(1)',
      '0049 (170) 0000001,Ada again,de,,,,',
      '=1+1,Eve,de,,,,',
      '0170 0000003,Bob,de,,,,',
      '+49 170 0000004,Bob,no language!,,,,',
      '+49 170 0000005,Bob,de,2999-01-01,,,',
      '+49 170 0000006,Bob,de,yesterday,,,',
      '+49 170 0000007,Bob,de,,Mars/Olympus,,',
      '',
      '+49 170 0000008,Bob',
      `+49 170 0000009,${'x'.repeat(201)},de,,,,`,
      `+49 170 0000010,Bob,de,,,,${'x'.repeat(1_001)}`,
      '+49 170 0000011,"Bob\n""the lamp""",de,,,,',
    ];

    const first = await move.importFile(rows.join('\n'));
    const again = await move.importFile(rows.join('\n'));

    expect(first.errors).toEqual([
      [3, 'address'],
      [4, 'address'],
      [5, 'address'],
      [6, 'language'],
      [7, 'consentedAt'],
      [8, 'consentedAt'],
      [9, 'timeZone'],
      [11, ''],
      [12, 'name'],
      [13, 'city'],
    ]);
    expect([first.job.added, first.job.failed, again.job.added, again.job.known]).toEqual([2, 10, 0, 2]);
    expect(await move.countContacts()).toBe(2);
    const { contactId } = await move.known(move.source, '491700000001');
    const [ada] = await move.core.db.orm.select().from(contacts).where(eq(contacts.id, contactId));
    expect(ada?.name).toBe('=HYPERLINK("http://evil.example")');
    expect(JSON.stringify(ada?.attributes)).toBe('{"city":"@SUM(1)","__proto__":"polluted"}');
  });

  it('whose worker dies midway is taken up behind its last batch, and brings nobody twice', async () => {
    const move = await begin();
    const numbers = Array.from({ length: 1_200 }, (_, at) => `+49 170 ${1_000_000 + at},R${at},de`);
    const { db } = move.core;
    const id = await move.queueFile(`${HEAD}${numbers.join('\n')}\n`);
    const job = async () =>
      (await db.orm.select().from(migrationImports).where(eq(migrationImports.id, id)))[0];

    await runImport(move.core, move.store, AbortSignal.abort());
    const midway = await job();
    const isHeld = await runImport(move.core, move.store, AbortSignal.abort());
    await db.orm
      .update(migrationImports)
      .set({ leaseUntil: new Date(0) })
      .where(eq(migrationImports.id, id));
    while (await runImport(move.core, move.store, new AbortController().signal));

    expect([midway?.status, midway?.rowsRead, midway?.added, isHeld]).toEqual(['RUNNING', 501, 500, false]);
    expect(await job()).toMatchObject({ status: 'DONE', rowsRead: 1_201, added: 1_200, known: 0, failed: 0 });
    expect(await move.countContacts()).toBe(1_200);
    expect(await verifyLedger(db, move.owner.workspaceId)).toMatchObject({ kind: 'whole', entries: 1_200 });
  });
});
