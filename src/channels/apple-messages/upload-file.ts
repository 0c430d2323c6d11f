import * as z from 'zod';
import { type AccountContext, ChannelError } from '../../core/channel/index.ts';
import { callRepeatably, request } from './call-api.ts';
import { seal } from './cipher.ts';
import { asRepeatable } from './errors.ts';
import { readJson } from './read-json.ts';

/** A place for a file; also what tells Apple from anything else that answers. */
export const UploadSlot = z.object({
  'upload-url': z.string().refine(URL.canParse),
  'mmcs-url': z.string().min(1),
  'mmcs-owner': z.string().min(1),
});
const Stored = z.object({ singleFile: z.object({ fileChecksum: z.string().min(1) }) });

/** What a message says about a file, beside its name and type. */
export interface UploadedFile {
  readonly url: string;
  readonly owner: string;
  readonly key: string;
  readonly 'signature-base64': string;
  /** In bytes, as text: Apple takes no number here. */
  readonly size: string;
}

/**
 * Encrypts a file and stores it at Apple, where it waits for a message that refers to it.
 *
 * @throws {ChannelError} never `indeterminate`: a file without a message is nothing that anybody sees.
 */
export async function uploadFile(
  plain: Uint8Array,
  businessId: string,
  context: AccountContext,
): Promise<UploadedFile> {
  const { bytes, key } = seal(plain);
  const size = String(bytes.length);
  const sizeHeader = context.settings.usesLegacyFileHeaders === true ? { size } : { 'MMCS-Size': size };
  const answer = await callRepeatably(
    { method: 'GET', path: 'preUpload', headers: { 'source-id': businessId, ...sizeHeader } },
    context,
  );
  const slot = UploadSlot.safeParse(await readJson(answer));
  if (!slot.success) throw malformed('preUpload');
  const checksum = await store(slot.data['upload-url'], bytes, context);
  return {
    url: slot.data['mmcs-url'],
    owner: slot.data['mmcs-owner'],
    key,
    'signature-base64': checksum,
    size,
  };
}

async function store(url: string, bytes: Uint8Array, context: AccountContext): Promise<string> {
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await request(url, { method: 'POST', headers, body: bytes }, context).catch((error) => {
    throw asRepeatable(error);
  });
  if (!response.ok) {
    const { status } = response;
    throw new ChannelError('unavailable', `Apple's store took no file (HTTP ${status}).`, {
      platformCode: `upload:${status}`,
    });
  }
  const stored = Stored.safeParse(await readJson(response));
  if (!stored.success) throw malformed('upload');
  return stored.data.singleFile.fileChecksum;
}

function malformed(step: string): ChannelError {
  return new ChannelError(
    'unavailable',
    'Apple answered an upload with something that is not in its documents.',
    {
      platformCode: `${step}:malformed`,
    },
  );
}
