import { type AccountContext, ChannelError, type MediaDownload } from 'confab/channel';
import { request } from './call-api.ts';
import { toChannelError } from './errors.ts';

/** Files have an address of their own; an account at a test server finds them there too. */
const DATA_HOST: Readonly<Record<string, string>> = { 'https://api.line.me': 'https://api-data.line.me' };

/** @param reference  The id of the message that brought the file. */
export async function downloadMedia(reference: string, context: AccountContext): Promise<MediaDownload> {
  const base = DATA_HOST[context.apiBaseUrl] ?? context.apiBaseUrl;
  const path = `/v2/bot/message/${encodeURIComponent(reference)}/content`;
  const response = await request('GET', `${base}${path}`, null, context);
  if (!response.ok) throw toChannelError(response.status, undefined);
  // 202: LINE is still preparing a large film.
  if (response.status === 202) {
    throw new ChannelError('unavailable', 'LINE is still preparing the file.', { platformCode: '202' });
  }
  return {
    bytes: new Uint8Array(await response.arrayBuffer()),
    mimeType: response.headers.get('content-type'),
    fileName: null,
  };
}
