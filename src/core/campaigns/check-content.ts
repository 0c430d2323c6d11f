import { checkParts } from '../inbox/check-parts.ts';
import type { ContentVariant } from '../model/campaign.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { MediaPart } from '../model/part.ts';
import { notFound, type UserError, validationFailed } from '../model/result.ts';
import type { Queries } from '../store/database.ts';
import { findMedia } from '../store/media.ts';
import { findSnippets } from '../store/snippets.ts';
import { snippetNamesIn, strayBracesIn } from './placeholders.ts';

const MAX_VARIANTS = 100;

/** What is wrong with a campaign's content, whoever gets it; null: nothing. */
export async function checkContent(
  queries: Queries,
  workspaceId: WorkspaceId,
  content: readonly ContentVariant[],
): Promise<UserError | null> {
  if (content.length === 0 || content.length > MAX_VARIANTS) {
    return validationFailed(`A campaign has 1 to ${MAX_VARIANTS} variants.`, ['content']);
  }
  const seen = new Set<string>();
  for (const [index, { channel, language, parts }] of content.entries()) {
    const path = ['content', index] as const;
    const key = JSON.stringify([channel, language?.toLowerCase() ?? null]);
    if (seen.has(key)) return validationFailed('There is one variant for each channel and language.', path);
    seen.add(key);
    const problem = checkParts(parts);
    if (problem !== null) return { ...problem, path: [...path, ...problem.path] };
    const stray = strayBracesIn(parts);
    if (stray !== null) {
      return validationFailed(
        `"${stray}" is no variable. Write {{name}}, {{name|what to say without}} or {{> snippet}}.`,
        [...path, 'parts'],
      );
    }
    const names = [...snippetNamesIn(parts)];
    const known = new Set((await findSnippets(queries, workspaceId, names)).map(({ name }) => name));
    const unknown = names.find((name) => !known.has(name));
    if (unknown !== undefined) {
      return validationFailed(`There is no snippet "${unknown}".`, [...path, 'parts']);
    }
    const files = parts.filter((part): part is MediaPart => part.type === 'media');
    for (const { source } of files) {
      if (source.from !== 'store') continue;
      const file = await findMedia(queries, workspaceId, source.mediaId);
      if (file?.status !== 'STORED') return notFound('media', [...path, 'parts']);
    }
  }
  return null;
}
