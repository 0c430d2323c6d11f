import { basename } from 'node:path/posix';
import { type AccountContext, ChannelError, type MediaDownload } from '../../core/channel/index.ts';
import { asRepeatable, networkError } from '../shared/meta-graph.ts';
import { PLATFORM } from './errors.ts';

/** Meta's file servers answer nobody who does not say what they are. */
const USER_AGENT = 'Confab';

/**
 * One request, without the token: whoever has the address has the file, for some days.
 *
 * @param reference  The address that came with the message.
 */
export async function downloadMedia(reference: string, context: AccountContext): Promise<MediaDownload> {
  if (!URL.canParse(reference)) {
    throw new ChannelError('rejected', 'The file’s address is none.', {
      platformCode: 'download:no-address',
      cause: 'not-found',
      actionBy: 'nobody',
    });
  }
  const response = await request(reference, context);
  if (!response.ok) throw refusalOf(response.status);
  return {
    bytes: await readBytes(response),
    mimeType: response.headers.get('content-type')?.split(';')[0]?.trim() ?? null,
    fileName: basename(new URL(reference).pathname) || null,
  };
}

async function request(url: string, { fetch, signal }: AccountContext): Promise<Response> {
  try {
    return await fetch(url, { headers: { 'user-agent': USER_AGENT }, signal });
  } catch (error) {
    throw asRepeatable(networkError(PLATFORM, error));
  }
}

async function readBytes(response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw asRepeatable(networkError(PLATFORM, error));
  }
}

/** An address that has ended says 403, 404 or 410, and nothing gives another one. */
function refusalOf(status: number): ChannelError {
  const platformCode = `download:${status}`;
  if (status === 403 || status === 404 || status === 410) {
    return new ChannelError('rejected', 'The file’s address has ended; Messenger gives no other.', {
      platformCode,
      cause: 'gone',
      actionBy: 'contact',
    });
  }
  return new ChannelError('unavailable', `Messenger’s file server answered ${status}.`, { platformCode });
}
