import { basename } from 'node:path/posix';
import * as z from 'zod';
import { type AccountContext, ChannelError, type MediaDownload } from '../../core/channel/index.ts';
import { callRepeatably, fileUrl, request } from './call-api.ts';
import { noClearAnswer } from './errors.ts';

const File = z.object({ file_path: z.string().min(1) });

/**
 * Up to 20 MB; above, Telegram refuses with `rejected`, cause `too-large`. The address of a file holds the token, so
 * it never leaves this function.
 *
 * @param reference  A `file_id`.
 */
export async function downloadMedia(reference: string, context: AccountContext): Promise<MediaDownload> {
  const file = File.safeParse(await callRepeatably('getFile', { file_id: reference }, context));
  if (!file.success) throw unavailable('Telegram did not say where the file is.', 'answer:malformed');
  const { file_path: path } = file.data;
  // A Bot API server in its local mode names a file on its own disk, which no HTTP leads to.
  if (path.startsWith('/')) {
    throw new ChannelError(
      'rejected',
      'This Bot API server runs with --local and keeps files to itself. Run it without --local.',
      { platformCode: 'getFile:local-path', cause: 'not-permitted', actionBy: 'operator' },
    );
  }
  const response = await requestFile(fileUrl(path, context), context);
  if (!response.ok) throw unavailable(noClearAnswer(response.status).message, String(response.status));
  return {
    bytes: await readBytes(response),
    mimeType: mimeTypeOf(response),
    fileName: basename(path),
  };
}

async function requestFile(url: string, context: AccountContext): Promise<Response> {
  try {
    return await request(url, null, context);
  } catch (error) {
    if (!(error instanceof ChannelError) || error.kind !== 'indeterminate') throw error;
    throw new ChannelError('unavailable', error.message, error.facts);
  }
}

async function readBytes(response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof ChannelError) throw error;
    throw unavailable('The file broke off while it was fetched from Telegram.', 'network:broken-off');
  }
}

/** Telegram keeps no types of files; "some bytes" is none. */
function mimeTypeOf(response: Response): string | null {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  return type === '' || type === 'application/octet-stream' ? null : type;
}

function unavailable(message: string, platformCode: string): ChannelError {
  return new ChannelError('unavailable', message, { platformCode });
}
