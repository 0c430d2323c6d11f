import { fetchFromLoopback } from '../../../shared/simulator/fetch-from-loopback.ts';
import { type GraphRefusal, isRefusal, wrongValue } from '../graph/answer.ts';
import type { BusinessNumber, World } from '../state.ts';
import type { FilledTemplate } from '../templates/fill-template.ts';
import { objectionToFile } from './accepted-files.ts';
import { RECEIVED_LIVES_MS, type StoredFile } from './file-store.ts';

/** A file behind a link that could not be had: the message is taken all the same, and fails later. */
export interface LinkedFile {
  readonly problem: string;
}

const MAX_LINKED_BYTES = 100 * 1024 * 1024;

interface Reference {
  /** `image`, `document` … */
  readonly type: string;
  readonly content: { readonly id?: string; readonly link?: string; readonly filename?: string };
}

/** The file of a message, of a template's header or of a question's; null: it has none. */
export async function findMediaFile(
  world: World,
  number: BusinessNumber,
  type: string,
  content: unknown,
  filled: FilledTemplate | null,
): Promise<StoredFile | LinkedFile | GraphRefusal | null> {
  const reference = filled === null ? referenceIn(type, content) : filled.media;
  if (reference === null || reference.type === 'location') return null;
  const { id, link, filename } = reference.content as Reference['content'];
  if (id === undefined) return fetchLink(world, number, reference.type, link ?? '', filename ?? null);
  const file = world.files.byId(id, number.business.id);
  if (file === null) return wrongValue(`Media ID ${id} does not exist or has expired.`);
  const objection = objectionToFile(reference.type, {
    mimeType: file.mimeType,
    sizeBytes: file.bytes.byteLength,
  });
  return objection ?? { ...file, fileName: filename ?? file.fileName };
}

const WITH_FILE: ReadonlySet<string> = new Set(['image', 'audio', 'video', 'document', 'sticker']);

function referenceIn(type: string, content: unknown): Reference | null {
  if (WITH_FILE.has(type)) return { type, content: Object(content) };
  const header = type === 'interactive' ? Object(Object(content).header) : {};
  return WITH_FILE.has(header.type) ? { type: header.type, content: Object(header[header.type]) } : null;
}

/** Only https, as the real one; plain http on this machine where that is allowed. */
async function fetchLink(
  { settings, files }: World,
  { business }: BusinessNumber,
  type: string,
  link: string,
  fileName: string | null,
): Promise<StoredFile | LinkedFile> {
  if (!link.startsWith('https://') && !settings.isLocal) return { problem: 'Links must be https.' };
  const fetched = await fetchFromLoopback(link, MAX_LINKED_BYTES);
  if (fetched.kind !== 'fetched') return { problem: `Media download error: ${fetched.kind}.` };
  const { bytes, mimeType } = fetched;
  const objection = objectionToFile(type, { mimeType, sizeBytes: bytes.byteLength });
  if (isRefusal(objection)) return { problem: objection.details };
  const facts = { bytes, mimeType, fileName: fileName ?? fetched.fileName, businessId: business.id };
  return files.add(facts, RECEIVED_LIVES_MS);
}
