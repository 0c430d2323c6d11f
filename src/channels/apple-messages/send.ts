import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  type AccountContext,
  ChannelError,
  type MediaFile,
  type SendReceipt,
  type WireFile,
  type WireRequest,
} from '../../core/channel/index.ts';
import { callApi, callRepeatably } from './call-api.ts';
import { PICKER_IMAGE_FIELD } from './picker-images.ts';
import { isRelayed } from './relay.ts';
import { LINK_IMAGE_FIELD } from './render-link.ts';
import { ATTACHMENT_FIELD } from './render-media.ts';
import { uploadFile } from './upload-file.ts';

/** Files are stored at Apple first, where nobody sees them; the last request is the one that sends. */
export async function send(wire: WireRequest, context: AccountContext): Promise<SendReceipt> {
  const body = await withFiles(wire, context);
  const response = await callApi(messageCall(wire.operation, body, wire.headers ?? {}, context), context);
  await checkAnswer(response);
  return { externalIds: [String(body.id)], acceptedAt: null };
}

/** Apple says nothing, or gives JSON; a page of a proxy is no word of Apple's. */
async function checkAnswer(response: Response): Promise<void> {
  try {
    const text = await response.text();
    if (text.trim() !== '') JSON.parse(text);
  } catch {
    throw new ChannelError(
      'indeterminate',
      'Apple seems to have taken the message, but its answer broke off.',
      {
        platformCode: 'answer:malformed',
      },
    );
  }
}

/** A customer who has closed the conversation must get nothing, not even this: policy sees to that before. */
export async function startTyping(recipientExternalId: string, context: AccountContext): Promise<void> {
  const body = { v: 1, id: randomUUID(), type: 'typing_start', destinationId: recipientExternalId };
  await callRepeatably(messageCall('message', body, {}, context), context);
}

/** Apple wants the names of a message in its headers as well as in its body. Relays get plain JSON. */
function messageCall(
  path: string,
  message: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
  { credentials }: AccountContext,
) {
  const { businessId = '' } = credentials;
  const json = JSON.stringify({ ...message, sourceId: businessId });
  const isPacked = !isRelayed(credentials);
  return {
    method: 'POST' as const,
    path,
    headers: {
      id: String(message.id),
      'source-id': businessId,
      'destination-id': String(message.destinationId),
      'msp-agent': 'Confab',
      ...headers,
      'content-type': 'application/json',
      ...(isPacked && { 'content-encoding': 'gzip' }),
    },
    body: isPacked ? gzipSync(json) : json,
  };
}

/** The message with what its files came to: places at Apple, or the bytes of a link's image. */
async function withFiles(
  { body, files }: WireRequest,
  context: AccountContext,
): Promise<Readonly<Record<string, unknown>>> {
  const { businessId = '' } = context.credentials;
  let whole = body;
  for (const file of files) {
    const { bytes, mimeType } = await open(file, context);
    const type = file.mimeType ?? mimeType?.split(';')[0]?.trim() ?? 'application/octet-stream';
    if (file.field.startsWith(PICKER_IMAGE_FIELD)) {
      const index = Number(file.field.slice(PICKER_IMAGE_FIELD.length));
      whole = withPickerImage(whole, index, Buffer.from(bytes).toString('base64'));
    } else if (file.field === LINK_IMAGE_FIELD) {
      whole = withLinkImage(whole, { data: Buffer.from(bytes).toString('base64'), mimeType: type });
    } else {
      const place = await uploadFile(bytes, businessId, context);
      const index = Number(file.field.slice(ATTACHMENT_FIELD.length));
      whole = withAttachment(whole, index, { name: file.fileName, mimeType: type, ...place });
    }
  }
  return whole;
}

function withLinkImage(body: Readonly<Record<string, unknown>>, image: object) {
  const { richLinkData } = body;
  return { ...body, richLinkData: { ...Object(richLinkData), assets: { image } } };
}

function withPickerImage(body: Readonly<Record<string, unknown>>, index: number, data: string) {
  const { interactiveData } = body;
  const { data: picker } = Object(interactiveData);
  const images = [...Object(picker).images];
  images[index] = { ...Object(images[index]), data };
  return { ...body, interactiveData: { ...Object(interactiveData), data: { ...Object(picker), images } } };
}

function withAttachment(body: Readonly<Record<string, unknown>>, index: number, attachment: object) {
  const { attachments } = body;
  return {
    ...body,
    attachments: Array.isArray(attachments) ? attachments.with(index, attachment) : [attachment],
  };
}

/** More than any limit here, so that a file that is a little too large is refused in words of ours. */
const MAX_OPEN_BYTES = 200 * 1024 * 1024;

/** Whatever goes wrong here, nothing has left us yet. */
async function open({ source, maxBytes }: WireFile, context: AccountContext): Promise<MediaFile> {
  const file = await context.openMedia(source, MAX_OPEN_BYTES).catch((error: unknown) => {
    if (error instanceof ChannelError) throw error;
    throw new ChannelError(
      'unavailable',
      'A file of this message could not be opened.',
      { platformCode: 'upload:not-opened' },
      { cause: error },
    );
  });
  if (file.bytes.byteLength <= maxBytes) return file;
  throw new ChannelError('rejected', `Apple takes at most ${maxBytes} bytes here.`, {
    platformCode: 'upload:too-large',
    cause: 'too-large',
    actionBy: 'author',
  });
}
