import type { AccountContext } from '../../core/channel/index.ts';
import { downloadFile } from './download-file.ts';
import { readFileReference } from './file-reference.ts';
import { isCardType } from './parse-card-file.ts';

/** Ours: a card with a portrait in it; what is larger stays a file. */
const MAX_CARD_BYTES = 256 * 1024;
/** Ours: nobody sends more at a time, and Apple waits meanwhile. */
const MAX_CARDS = 4;
const PATIENCE_MS = 2_000;

/**
 * What stands in the attachments that are people or places, by their position. One that does not come in time is a
 * file like any other, which is fetched later.
 */
export async function fetchCardFiles(
  attachments: unknown,
  businessId: string,
  context: AccountContext,
): Promise<Readonly<Record<string, string>>> {
  const wanted = (Array.isArray(attachments) ? attachments : [])
    .flatMap((value: unknown, index) => {
      const reference = readFileReference(value);
      const isCard = reference !== null && isCardType(reference.mimeType);
      return isCard && (reference.sizeBytes ?? 0) <= MAX_CARD_BYTES ? [{ index, reference }] : [];
    })
    .slice(0, MAX_CARDS);
  const hurried = { ...context, signal: AbortSignal.any([context.signal, AbortSignal.timeout(PATIENCE_MS)]) };
  const read = await Promise.all(
    wanted.map(async ({ index, reference }): Promise<readonly [string, string][]> => {
      try {
        const bytes = await downloadFile(reference, businessId, MAX_CARD_BYTES, hurried);
        return [[String(index), new TextDecoder().decode(bytes)]];
      } catch {
        return [];
      }
    }),
  );
  return Object.fromEntries(read.flat());
}
