import type { InboundEvent, ParsedPayload, WebhookAccount } from '../../core/channel/index.ts';
import { parseLosslessJson } from '../shared/lossless-json.ts';
import { ignored, label, notUnderstood, type Reading } from '../shared/reading.ts';
import { readChange } from './parse-change.ts';
import { readEvent } from './parse-event.ts';
import { Body, Entry } from './payload.ts';

/** A reading, and the Page that it is of; null: the account that was called. */
interface OwnedReading {
  readonly owner: string | null;
  readonly reading: Reading;
}

/**
 * What one body means; it may speak for several Pages. Total: for any bytes it returns, a bad event costs only
 * itself, and what it can not read has a label in `unknown`.
 */
export function parseWebhook(body: Uint8Array, account: WebhookAccount): ParsedPayload {
  const readings = readBody(body, account);
  return {
    events: readings.flatMap(({ owner, reading }) =>
      reading.events.map((event: InboundEvent) => ({ accountExternalId: owner, event })),
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
  // Instagram's direct messages may come to the same address, and are another channel.
  if (object !== 'page') return [unowned(ignored(label('object', object)))];
  if (entry.length === 0) return [unowned(ignored('body:empty'))];
  return entry.flatMap((item) => readEntry(item, account));
}

function readEntry(item: unknown, account: WebhookAccount): readonly OwnedReading[] {
  const entry = Entry.safeParse(item);
  if (!entry.success) return [unowned(notUnderstood('entry:malformed'))];
  const { id, time, messaging, standby, changes } = entry.data;
  const pageId = id ?? account.publicCredentials?.pageId ?? account.externalId ?? '';
  const owner = id === undefined || id === account.publicCredentials?.pageId ? null : id;
  const context = { pageId, entryTime: time, account };
  const readings = [
    ...messaging.map((event) => readEvent(event, { ...context, isStandby: false })),
    ...standby.map((event) => readEvent(event, { ...context, isStandby: true })),
    ...changes.map((change) => readChange(change, time)),
  ];
  return readings.length === 0
    ? [unowned(ignored('entry:empty'))]
    : readings.map((reading) => ({ owner, reading }));
}

const unowned = (reading: Reading): OwnedReading => ({ owner: null, reading });

/** Undefined for what is no JSON at all. */
function readJson(bytes: Uint8Array): unknown {
  try {
    return parseLosslessJson(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
