import * as z from 'zod';
import { type AccountContext, ChannelError } from '../../core/channel/index.ts';
import { callRepeatably, request } from './call-api.ts';
import { unseal } from './cipher.ts';
import { asRepeatable } from './errors.ts';
import type { FileReference } from './file-reference.ts';
import { readJson } from './read-json.ts';

const Slot = z.object({ 'download-url': z.string().min(1) });

/**
 * Gets a file and decrypts it. The address that Apple gives for it dies within seconds to minutes, so it is used at
 * once; the reference itself lives longer.
 *
 * @param businessId  Whose file it is.
 * @param maxBytes    More is refused, `too-large`.
 */
export async function downloadFile(
  reference: FileReference,
  businessId: string,
  maxBytes: number,
  context: AccountContext,
): Promise<Uint8Array> {
  const { owner, signature, url } = reference;
  const headers =
    context.settings.usesLegacyFileHeaders === true
      ? { url, signature, owner }
      : { 'MMCS-Url': url, 'MMCS-Signature': signature, 'MMCS-Owner': owner };
  const answer = await callRepeatably(
    { method: 'GET', path: 'preDownload', headers: { 'source-id': businessId, ...headers } },
    context,
  );
  const slot = Slot.safeParse(await readJson(answer));
  if (!slot.success) throw unavailable('Apple did not say where the file is.', 'preDownload:malformed');
  const bytes = unseal(await fetchBytes(slot.data['download-url'], maxBytes, context), reference.key);
  if (bytes !== null) return bytes;
  throw new ChannelError('rejected', 'The file came without a key that fits.', {
    platformCode: 'file:no-key',
    cause: 'other',
  });
}

async function fetchBytes(url: string, maxBytes: number, context: AccountContext): Promise<Uint8Array> {
  const response = await requestFile(url, context);
  if (!response.ok) {
    const { status } = response;
    throw unavailable(`Apple's store gave no file (HTTP ${status}).`, `download:${status}`);
  }
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw unavailable('The file broke off while it was fetched from Apple.', 'network:broken-off');
  }
  if (sizeBytes <= maxBytes) return Buffer.concat(chunks);
  throw new ChannelError('rejected', `The file has more than ${maxBytes} bytes.`, {
    platformCode: 'download:too-large',
    cause: 'too-large',
  });
}

/** The address itself holds what opens it: no header of ours goes there. */
async function requestFile(url: string, context: AccountContext): Promise<Response> {
  if (!URL.canParse(url)) throw unavailable('Apple gave no address for the file.', 'preDownload:malformed');
  try {
    return await request(url, { method: 'GET', headers: {} }, context);
  } catch (error) {
    throw asRepeatable(error);
  }
}

function unavailable(message: string, platformCode: string): ChannelError {
  return new ChannelError('unavailable', message, { platformCode });
}
