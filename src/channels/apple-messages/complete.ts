import type { AccountContext, WebhookRequest } from '../../core/channel/index.ts';
import { APPLE_EXTENSION } from './apple-extension.ts';
import { callRepeatably } from './call-api.ts';
import { downloadFile } from './download-file.ts';
import { fetchCardFiles } from './fetch-card-files.ts';
import { readFileReference } from './file-reference.ts';
import { MAX_BODY_BYTES, readObject } from './gzip.ts';
import { readJson } from './read-json.ts';

/** Headers that say something about the customer's device. */
const DEVICE_HEADERS = ['capability-list', 'device-agent'] as const;

/** Ids that a header may give in place of the body; where both do, the header counts. */
const IDS = [
  ['id', 'id'],
  ['source-id', 'sourceId'],
  ['destination-id', 'destinationId'],
] as const;

/**
 * The body, unpacked, with what only the headers say, with a large answer in the place of its reference, and with
 * what stands in files that are people or places. Such a reference dies within seconds, so it is fetched while Apple
 * waits; where that fails, the reference stays.
 */
export async function complete(
  { headers, body }: WebhookRequest,
  context: AccountContext,
): Promise<Uint8Array> {
  const message = readObject(body);
  if (message === null) return body;
  const carried = Object.fromEntries(
    DEVICE_HEADERS.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  );
  const ids = Object.fromEntries(
    IDS.flatMap(([header, key]) => {
      const value = headers[header];
      return typeof value === 'string' && value !== '' ? [[key, value]] : [];
    }),
  );
  const whole: Readonly<Record<string, unknown>> = { ...message, ...ids, headers: carried };
  const { destinationId, attachments } = whole;
  const businessId =
    typeof destinationId === 'string' ? destinationId : (context.credentials.businessId ?? '');
  const [answer, cardFiles] = await Promise.all([
    fetchAnswer(whole, businessId, context),
    fetchCardFiles(attachments, businessId, context),
  ]);
  return Buffer.from(JSON.stringify({ ...whole, cardFiles, ...answer }));
}

/** @returns The `interactiveData` that a message only refers to; nothing where it is there, or can not be had. */
async function fetchAnswer(
  { interactiveData, interactiveDataRef }: Readonly<Record<string, unknown>>,
  businessId: string,
  context: AccountContext,
): Promise<{ readonly interactiveData?: unknown }> {
  const reference = readFileReference(interactiveDataRef);
  if (reference === null || (interactiveData !== undefined && interactiveData !== null)) return {};
  try {
    const packed = await downloadFile(reference, businessId, MAX_BODY_BYTES, context);
    const decoded = await readJson(
      await callRepeatably(
        {
          method: 'POST',
          path: 'decodePayload',
          headers: {
            'source-id': businessId,
            bid: bundleOf(interactiveDataRef),
            'content-type': 'application/octet-stream',
          },
          body: packed,
        },
        context,
      ),
    );
    const answer = Object(decoded).interactiveData;
    return typeof answer === 'object' && answer !== null ? { interactiveData: answer } : {};
  } catch {
    // The message says by itself that its content expired: nothing else is lost.
    return {};
  }
}

function bundleOf(reference: unknown): string {
  const { bid } = Object(reference);
  return typeof bid === 'string' && /^[\x21-\x7e]{1,300}$/u.test(bid) ? bid : APPLE_EXTENSION;
}
