import type { ChannelCapabilities } from '../channel/index.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { Card, ChoiceOption, MediaKind, MediaPart, MediaSource, Part } from '../model/part.ts';
import { findMedia } from '../store/media.ts';
import type { Media } from '../store/rows.ts';
import type { Core } from './core.ts';

/**
 * Gives files of our store a public address where the channel takes no uploads of their kind, and says what the
 * store knows of them. Everything else stays as it is: also a file that is not there, or for which this instance
 * has no public address.
 */
export async function withPublicMedia(
  core: Pick<Core, 'db' | 'lastingMediaUrl'>,
  capabilities: ChannelCapabilities,
  workspaceId: WorkspaceId,
  parts: readonly Part[],
): Promise<readonly Part[]> {
  const { lastingMediaUrl } = core;
  if (lastingMediaUrl === null) return parts;
  const publish = async (source: MediaSource | undefined, kind: MediaKind): Promise<Published | null> => {
    if (source?.from !== 'store' || takesUploads(capabilities, kind)) return null;
    const file = await findMedia(core.db, workspaceId, source.mediaId);
    if (file?.status !== 'STORED') return null;
    return { file, source: { from: 'url', url: await lastingMediaUrl(file) } };
  };
  const publishOption = async (option: ChoiceOption): Promise<ChoiceOption> => {
    if (option.action !== 'reply') return option;
    const published = await publish(option.image, 'image');
    return published === null ? option : { ...option, image: published.source };
  };
  const publishCard = async (card: Card): Promise<Card> => {
    const published = await publish(card.image, 'image');
    const options = card.options && (await Promise.all(card.options.map(publishOption)));
    return {
      ...card,
      ...(published !== null && { image: published.source }),
      ...(options !== undefined && { options }),
    };
  };
  return Promise.all(
    parts.map(async (part) => {
      if (part.type === 'card') return { ...part, cards: await Promise.all(part.cards.map(publishCard)) };
      if (part.type === 'choice') {
        return { ...part, options: await Promise.all(part.options.map(publishOption)) };
      }
      const published = part.type === 'media' ? await publish(part.source, part.kind) : null;
      return part.type === 'media' && published !== null ? withFacts(part, published) : part;
    }),
  );
}

interface Published {
  readonly file: Media;
  readonly source: MediaSource & { readonly from: 'url' };
}

/** What a channel has no kind for, it takes as a file or not at all. */
function takesUploads({ media }: ChannelCapabilities, kind: MediaKind): boolean {
  return (media[kind] ?? media.file)?.maxUploadBytes !== 0;
}

/** Type and size as the bytes say; whoever fetches them will find the same. */
function withFacts(part: MediaPart, { file, source }: Published): MediaPart {
  const fileName = part.fileName ?? file.fileName;
  return {
    ...part,
    source,
    ...(fileName !== null && { fileName }),
    ...(file.mimeType !== null && { mimeType: file.mimeType }),
    ...(file.sizeBytes !== null && { sizeBytes: file.sizeBytes }),
  };
}
