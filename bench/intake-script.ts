import type { Database } from '../src/core/store/database.ts';
import { INTAKE_MESSAGES } from '../src/core/store/intake-messages.ts';
import { type ReceivingTarget, SENDERS } from './receiving-scene.ts';

/** Prepares a database for {@link intakeScript}. */
export async function prepareIntakeScript(db: Database, accounts: readonly ReceivingTarget[]): Promise<void> {
  await db.run(
    {
      name: 'bench_accounts',
      text: `CREATE TABLE bench_accounts AS
        SELECT n, template FROM jsonb_array_elements_text($1::jsonb) WITH ORDINALITY AS a(template, n)`,
    },
    [JSON.stringify(accounts.map(templateOf))],
  );
}

/** A row's JSON with places for what differs; in a table, as pgbench takes a colon for a variable. */
function templateOf({ workspaceId, accountId, inboxId }: ReceivingTarget): string {
  const row = {
    workspace_id: workspaceId,
    account_id: accountId,
    inbox_id: inboxId,
    grace_ms: 86_400_000,
    sender: '%s',
    aliases: [],
    identity_kind: 'PERSON',
    display_name: 'Contact %s',
    username: null,
    locale: 'en',
    country: null,
    author_name: null,
    author_external_id: null,
    external_id: '%s',
    album_key: null,
    parts: [{ type: 'text', text: 'Is my order %s ready for collection?' }],
    preview: 'Is my order ready for collection?',
    raw: null,
    reply_to_external_id: null,
    quote: null,
    is_forwarded: false,
    opens_window: true,
    sent_at: '%s',
    received_at: '%s',
    media: [],
    message_id: '%s',
    new_contact_id: '%s',
    new_identity_id: '%s',
    new_conversation_id: '%s',
    new_case_id: '%s',
  };
  return JSON.stringify(row);
}

/** The very statement of the gateway, for pgbench: only its JSON is put together by the server. */
export function intakeScript(accounts: number, rows: number): string {
  const row = `format(a.template, s.n, s.n, gen_random_uuid(), gen_random_uuid(), to_json(now())#>>'{}',
    to_json(now())#>>'{}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid())`;
  const input = `(SELECT ('[' || string_agg(${row}, ',') || ']')::jsonb
    FROM generate_series(1, ${rows}) AS g(i),
         LATERAL (SELECT 1 + floor(random() * ${SENDERS})::int + 0 * g.i AS n) AS s,
         bench_accounts a WHERE a.n = :account)`;
  return `\\set account random(1, ${accounts})\n${INTAKE_MESSAGES.text.replace('$1::jsonb', input)};\n`;
}

/** Brings every contact of every account into being, so that all contestants write to the same people. */
export async function seedContacts(db: Database, accounts: number): Promise<void> {
  for (let account = 1; account <= accounts; account += 1) {
    const text = intakeScript(accounts, SENDERS)
      .replace(/^.*\n/u, '')
      .replace(';\n', '')
      .replace(':account', String(account))
      .replace(`1 + floor(random() * ${SENDERS})::int + 0 * g.i`, 'g.i');
    await db.run({ name: `bench_seed_${account}`, text }, []);
  }
  await db.run({ name: 'bench_vacuum', text: 'ANALYZE' }, []);
}
