import type { ParsedPayload, WebhookAccount } from '../../core/channel/index.ts';
import { parseLosslessJson } from '../shared/lossless-json.ts';
import { ignored, label, notUnderstood, type Reading } from '../shared/reading.ts';
import { ACCOUNT_FIELDS, readAccountField } from './parse-account.ts';
import { CONVERSATION_FIELDS, readConversationField } from './parse-conversation.ts';
import { readTemplateField, TEMPLATE_FIELDS } from './parse-template.ts';
import { Body, Change, Entry, type Fields, Metadata, optional, Word } from './payload.ts';

/**
 * Fields that mean nothing to a conversation or an account's health. `history` and `messaging_handovers` are not
 * among them: they are worth something and not understood yet, so their bodies are kept.
 */
const IGNORED: ReadonlySet<string> = new Set([
  'flows',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
  'group_status_update',
  'smb_app_state_sync',
]);

/** A reading, and whose it is: Meta's id of a number or business, or a public number; null: the account that was called. */
interface OwnedReading {
  readonly owner: string | null;
  readonly reading: Reading;
}

const unowned = (reading: Reading): OwnedReading => ({ owner: null, reading });

/**
 * What one body means; it may speak for several numbers of several businesses. Total: for any bytes it returns, a
 * bad item costs only itself, and what it can not read has a label in `unknown`.
 */
export function parseWebhook(body: Uint8Array, account: WebhookAccount): ParsedPayload {
  const readings = readBody(body, account);
  return {
    events: readings.flatMap(({ owner, reading }) =>
      reading.events.map((event) => ({ accountExternalId: owner, event })),
    ),
    unknown: readings.flatMap(({ reading }) => reading.unknown),
    ignored: readings.flatMap(({ reading }) => reading.ignored),
  };
}

function readBody(bytes: Uint8Array, account: WebhookAccount): readonly OwnedReading[] {
  const json = readJson(bytes);
  if (json === undefined) return [unowned(notUnderstood('body:not-json'))];
  const body = Body.safeParse(json);
  if (!body.success) return [unowned(notUnderstood('body:malformed'))];
  const { object, entry } = body.data;
  if (object !== 'whatsapp_business_account') return [unowned(ignored(label('object', object)))];
  if (entry.length === 0) return [unowned(ignored('body:empty'))];
  return entry.flatMap((item) => readEntry(item, account));
}

function readEntry(item: unknown, account: WebhookAccount): readonly OwnedReading[] {
  const entry = Entry.safeParse(item);
  if (!entry.success) return [unowned(notUnderstood('entry:malformed'))];
  const { id, time, changes } = entry.data;
  if (changes.length === 0) return [unowned(ignored('entry:empty'))];
  return changes.map((change) => readChange(change, { businessId: id, at: time }, account));
}

interface EntryFacts {
  readonly businessId: string | undefined;
  readonly at: Date | undefined;
}

function readChange(item: unknown, { businessId, at }: EntryFacts, account: WebhookAccount): OwnedReading {
  const change = Change.safeParse(item);
  if (!change.success) return unowned(notUnderstood('change:malformed'));
  const { field, value } = change.data;
  if (CONVERSATION_FIELDS.has(field)) {
    const numberId = Metadata.parse(value.metadata)?.phone_number_id;
    return { owner: numberId ?? null, reading: readConversationField(field, value, account) };
  }
  return { owner: ownerOf(value, businessId, account), reading: readBusinessField(field, value, at) };
}

function readBusinessField(field: string, value: Fields, at: Date | undefined): Reading {
  if (TEMPLATE_FIELDS.has(field)) return readTemplateField(field, value, at);
  if (ACCOUNT_FIELDS.has(field)) return readAccountField(field, value);
  return IGNORED.has(field) ? ignored(label('field', field)) : notUnderstood(label('field', field));
}

/** Whom news of a business concern: the number that they name, else every number of the business. */
function ownerOf(value: Fields, businessId: string | undefined, { username }: WebhookAccount): string | null {
  const number = optional(Word).parse(value.display_phone_number)?.replaceAll(/\D/gu, '') ?? '';
  // A number that we do not know yet may be the called one: the whole business hears of it then.
  if (number === '' || username === null) return businessId ?? null;
  return number === username ? null : number;
}

/** Meta names a business or a public number where news are not of one number by its id. */
export function concerns(externalId: string, { username, publicCredentials }: WebhookAccount): boolean {
  return externalId === publicCredentials?.businessAccountId || externalId === username;
}

/** Undefined for what is no JSON at all. */
function readJson(bytes: Uint8Array): unknown {
  try {
    return parseLosslessJson(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
