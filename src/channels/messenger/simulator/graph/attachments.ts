import { fetchFromLoopback } from '../../../shared/simulator/fetch-from-loopback.ts';
import { DIGITS } from '../../../shared/simulator/random.ts';
import { ATTACHMENT_LIFETIME_MS } from '../settings.ts';
import type { Page, UploadedAttachment, World } from '../state.ts';
import { attachmentSchema, type FileReference } from './message-schema.ts';
import { isRefusal, type Parameters } from './parameters.ts';
import { type Refusal, refusals } from './refusal.ts';

const MEGABYTE = 1024 * 1024;
const MAX_BYTES = 25 * MEGABYTE;
const MAX_IMAGE_URL_BYTES = 8 * MEGABYTE;

/** `POST /{page}/message_attachments`: a file for later messages. */
export async function uploadAttachment(
  world: World,
  page: Page,
  { values, files }: Parameters,
): Promise<object | Refusal> {
  const { attachment } = Object(values.message);
  const file = files.get('filedata');
  if (file === undefined) {
    const checked = attachmentSchema.safeParse(attachment);
    if (!checked.success || checked.data.type === 'template') return refusals.invalid('no such attachment');
    const fetched = await fetchAttachment(world, page, checked.data.type, checked.data.payload);
    return isRefusal(fetched) ? fetched : { attachment_id: keep(world, page, fetched) };
  }
  const type: unknown = Object(attachment).type;
  if (typeof type !== 'string') return refusals.invalid('param message[attachment][type] is required');
  if (file.bytes.byteLength > MAX_BYTES) return refusals.tooLarge;
  const mimeType = file.mimeType ?? 'application/octet-stream';
  if (!fits(type, mimeType)) return refusals.wrongType;
  const { fileName, bytes } = file;
  return {
    attachment_id: keep(world, page, { type, fileName, mimeType, bytes, uploadedAtMs: world.time.nowMs() }),
  };
}

/** The file that a message names: one that is there already, or one that is fetched now. */
export async function fetchAttachment(
  world: World,
  page: Page,
  type: string,
  reference: FileReference,
): Promise<UploadedAttachment | Refusal> {
  if ('attachment_id' in reference) {
    const known = page.attachments.get(reference.attachment_id);
    const isThere = known !== undefined && world.time.nowMs() - known.uploadedAtMs <= ATTACHMENT_LIFETIME_MS;
    if (!isThere) return refusals.invalid('The attachment id is not valid.');
    return known.type === type ? known : refusals.wrongType;
  }
  const fetched = await fetchFromLoopback(reference.url, type === 'image' ? MAX_IMAGE_URL_BYTES : MAX_BYTES);
  if (fetched.kind === 'unavailable') return refusals.notFetched;
  if (fetched.kind === 'too-large') return refusals.tooLarge;
  if (!fits(type, fetched.mimeType)) return refusals.wrongType;
  const { fileName, mimeType, bytes } = fetched;
  return { type, fileName, mimeType, bytes, uploadedAtMs: world.time.nowMs() };
}

function keep(world: World, page: Page, attachment: UploadedAttachment): string {
  const id = world.random.characters(DIGITS.slice(1), 16);
  page.attachments.set(id, attachment);
  return id;
}

function fits(type: string, mimeType: string): boolean {
  return type === 'file' || mimeType.startsWith(`${type}/`);
}
