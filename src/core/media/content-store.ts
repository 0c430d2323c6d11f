import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';

export interface StoredContent {
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  readonly sizeBytes: number;
  /** Found from the bytes: what a sender declares is not believed. */
  readonly mimeType: string;
}

/** Files by their content: the same bytes are kept once. */
export interface ContentStore {
  put(bytes: Uint8Array): Promise<StoredContent>;
  open(hash: string): Promise<Uint8Array>;
  pathOf(hash: string): string;
}

const UNKNOWN_TYPE = 'application/octet-stream';

/** Types that we are willing to name; whatever else is found is served as bytes. */
const NAMED =
  /^(?:image\/(?:jpeg|png|gif|webp|avif|heic)|audio\/|video\/|application\/(?:pdf|zip|ogg|vnd\.))/u;

export function createContentStore(directory: string): ContentStore {
  const pathOf = (hash: string) => join(directory, hash.slice(0, 2), hash);
  return {
    pathOf,
    open: (hash) => readFile(pathOf(hash)),
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      const file = pathOf(hash);
      const found = await fileTypeFromBuffer(bytes);
      const mimeType = found !== undefined && NAMED.test(found.mime) ? found.mime : UNKNOWN_TYPE;
      const isThere = await access(file).then(
        () => true,
        () => false,
      );
      if (!isThere) {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        // Written beside and renamed: a file under its hash is always whole.
        const draft = `${file}.${randomUUID()}`;
        await writeFile(draft, bytes, { mode: 0o600, flush: true });
        await rename(draft, file);
      }
      return { hash, mimeType, sizeBytes: bytes.length };
    },
  };
}
