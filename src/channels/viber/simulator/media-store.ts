import { type Random, URL_SAFE } from '../../shared/simulator/random.ts';
import { SAMPLE_FILES, type SampleFile } from '../../shared/simulator/sample-files.ts';
import type { SimulatedTime } from '../../shared/simulator/simulated-time.ts';

const FOLDER = '/dl';
const AVATARS = '/avatars';

/** Files that people have sent, at addresses that end after a while. */
export interface MediaStore {
  /** Where the server is; the addresses begin with it. */
  origin: string;
  /** @returns the address that a bot gets. */
  put(file: SampleFile): string;
  /** A picture of somebody. */
  avatarUrl(userId: string): string;
  /** Null: no path of a file. `gone`: the address has ended, or never was one. */
  find(path: string): SampleFile | 'gone' | null;
}

export function createMediaStore(time: SimulatedTime, random: Random, lifetimeMs: number): MediaStore {
  const files = new Map<string, { readonly file: SampleFile; readonly endsAtMs: number }>();
  const store: MediaStore = {
    origin: '',
    put(file) {
      const path = `${FOLDER}/${random.characters(URL_SAFE, 24)}/${file.fileName}`;
      files.set(path, { file, endsAtMs: time.nowMs() + lifetimeMs });
      return `${store.origin}${encodeURI(path)}`;
    },
    avatarUrl(userId) {
      return `${store.origin}${AVATARS}/${encodeURIComponent(userId)}.jpg`;
    },
    find(path) {
      if (path.startsWith(`${AVATARS}/`)) return SAMPLE_FILES.photo();
      if (!path.startsWith(`${FOLDER}/`)) return null;
      const found = files.get(path);
      return found !== undefined && time.nowMs() < found.endsAtMs ? found.file : 'gone';
    },
  };
  return store;
}
