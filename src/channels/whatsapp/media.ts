import * as z from 'zod';
import { type AccountContext, ChannelError, type MediaDownload } from '../../core/channel/index.ts';
import { asRepeatable, callGraphRepeatably, networkError } from '../shared/meta-graph.ts';
import { PLATFORM } from './errors.ts';
import { graphOf, malformedAnswer } from './graph.ts';
import { optional, Word } from './payload.ts';

const Place = z.object({ url: z.url(), mime_type: optional(Word) });

/** Meta's file servers answer nobody who does not say what they are. */
const USER_AGENT = 'Confab';

/**
 * Two requests: where the file is, and the file. The address is good for 5 minutes, so it is asked for each time
 * anew. It is on another host than the API and wants the same token.
 *
 * @param reference  A media id; those of webhooks live for 7 days.
 */
export async function downloadMedia(reference: string, context: AccountContext): Promise<MediaDownload> {
  const graph = graphOf(context);
  const place = Place.safeParse(
    await callGraphRepeatably(
      {
        method: 'GET',
        path: encodeURIComponent(reference),
        query: { phone_number_id: context.credentials.phoneNumberId ?? '' },
      },
      graph,
      context,
    ),
  );
  if (!place.success) throw malformedAnswer('WhatsApp did not say where the file is.', 'unavailable');
  const { url, mime_type } = place.data;
  const response = await request(url, graph.accessToken, context);
  if (!response.ok) throw refusalOf(response.status);
  return { bytes: await readBytes(response), mimeType: mime_type ?? null, fileName: null };
}

async function request(
  url: string,
  accessToken: string,
  { fetch, signal }: AccountContext,
): Promise<Response> {
  try {
    const headers = { authorization: `Bearer ${accessToken}`, 'user-agent': USER_AGENT };
    return await fetch(url, { headers, signal });
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

/** The address may have ended since it was asked for (404): the next try asks for a new one. */
function refusalOf(status: number): ChannelError {
  const platformCode = `download:${status}`;
  if (status === 401 || status === 403) {
    const sentence = 'WhatsApp’s file server does not accept the access token.';
    return new ChannelError('unauthorized', sentence, { platformCode, actionBy: 'operator' });
  }
  return new ChannelError('unavailable', `WhatsApp’s file server answered ${status}.`, { platformCode });
}
