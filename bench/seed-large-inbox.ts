import { openPostgres } from '../src/core/store/postgres.ts';

/** How many messages each conversation has; those on the first pages have a page's worth. */
const MESSAGES = 10;
const LATEST = 1_000;
const MESSAGES_OF_LATEST = 20;

/**
 * A large inbox of one workspace: a contact, an identity, an open case and messages for each conversation.
 *
 * @returns how many messages there are.
 */
export async function seedLargeInbox(
  databaseUrl: string,
  account: { readonly workspaceId: string; readonly inboxId: string; readonly accountId: string },
  conversations: number,
): Promise<number> {
  const steps = [
    `CREATE TABLE bench_people AS
       SELECT n, gen_random_uuid() AS contact, gen_random_uuid() AS identity, gen_random_uuid() AS conversation,
              gen_random_uuid() AS kase, gen_random_uuid() AS latest,
              CASE WHEN n <= ${LATEST} THEN ${MESSAGES_OF_LATEST} ELSE ${MESSAGES} END AS messages,
              now() - n * interval '7 seconds' AS heard
         FROM generate_series(1, ${conversations}) AS n`,
    `INSERT INTO contacts (id, workspace_id, name, locale, attributes, tags, created_at)
       SELECT contact, $1::uuid, 'Contact ' || n, 'en', '{}', '{}', heard FROM bench_people`,
    `INSERT INTO identities (id, workspace_id, channel_account_id, contact_id, external_id, kind, display_name,
                             reachability, last_inbound_at, created_at)
       SELECT identity, $1::uuid, $3::uuid, contact, n::text, 'PERSON', 'Contact ' || n, 'REACHABLE', heard, heard
         FROM bench_people`,
    `INSERT INTO conversations (id, workspace_id, inbox_id, contact_id, last_inbound_identity_id, last_inbound_at,
                                last_message_at, last_message_id, unread_count, message_count, open_case_id,
                                last_case_id, created_at)
       SELECT conversation, $1::uuid, $2::uuid, contact, identity, heard, heard, latest, n % 5, messages, kase, kase,
              heard FROM bench_people`,
    `INSERT INTO cases (id, workspace_id, conversation_id, number, status, opened_at)
       SELECT kase, $1::uuid, conversation, n, 'OPEN', heard FROM bench_people`,
    `INSERT INTO messages (id, workspace_id, conversation_id, channel_account_id, identity_id, direction, author_kind,
                           external_id, parts, preview, number, sent_at, received_at)
       SELECT CASE WHEN m = messages THEN latest ELSE gen_random_uuid() END, $1::uuid, conversation, $3::uuid, identity,
              'INBOUND', 'CONTACT', n || ':' || m,
              jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'Is my order ready for collection? ' || m)),
              'Is my order ready for collection? ' || m, m, heard - (messages - m) * interval '1 minute', heard
         FROM bench_people, generate_series(1, messages) AS m`,
    // Only for a peer that reads relations from constraints.
    'ALTER TABLE conversations ADD FOREIGN KEY (last_message_id) REFERENCES messages (id)',
    'ALTER TABLE conversations ADD FOREIGN KEY (open_case_id) REFERENCES cases (id)',
    'DROP TABLE bench_people',
    'VACUUM ANALYZE',
  ];
  const { workspaceId, inboxId, accountId } = account;
  const patient = new URL(databaseUrl);
  patient.searchParams.set('statement_timeout', '0');
  const db = await openPostgres({ url: patient.href, poolSize: 1 });
  for (const [index, text] of steps.entries()) {
    const parameters = [workspaceId, inboxId, accountId].slice(0, Math.max(0, ...placesIn(text)));
    await db.run({ name: `bench_seed_${index}`, text: unused(text, parameters.length) }, parameters);
  }
  await db.close();
  const latest = Math.min(LATEST, conversations);
  return latest * MESSAGES_OF_LATEST + (conversations - latest) * MESSAGES;
}

const placesIn = (text: string) => [...text.matchAll(/\$(\d)/gu)].map(([, place]) => Number(place));

/** A parameter that a statement does not use has no type; a harmless condition gives it one. */
function unused(text: string, count: number): string {
  const used = new Set(placesIn(text));
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((place) => !used.has(place));
  return missing.length === 0
    ? text
    : `${text} WHERE ${missing.map((place) => `$${place}::uuid IS NOT NULL`).join(' AND ')}`;
}
