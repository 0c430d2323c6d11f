import type { ContentVariant } from '../model/campaign.ts';
import type { WorkspaceId } from '../model/ids.ts';
import { inLanguage } from '../model/language.ts';
import type { Part } from '../model/part.ts';
import type { Queries } from '../store/database.ts';
import { findSnippets } from '../store/snippets.ts';
import { chooseVariant } from './choose-variant.ts';
import { withSnippets } from './fill-content.ts';
import { snippetNamesIn } from './placeholders.ts';

/** A campaign's words, with its snippets taken in. */
export interface Contents {
  /**
   * What somebody gets, before their values are filled in; the same object for all who get the same. Null: nothing
   * was written for this channel.
   */
  choose(channel: string, locale: string | null): readonly Part[] | null;
}

/** Reads the snippets once; a snippet that is changed later speaks from the next reading on. */
export async function openContents(
  queries: Queries,
  workspaceId: WorkspaceId,
  content: readonly ContentVariant[],
): Promise<Contents> {
  const names = new Set(content.flatMap(({ parts }) => [...snippetNamesIn(parts)]));
  const snippets = new Map(
    (await findSnippets(queries, workspaceId, [...names])).map((snippet) => [snippet.name, snippet]),
  );
  const made = new Map<string, readonly Part[]>();
  return {
    choose(channel, locale) {
      const variant = chooseVariant(content, channel, locale);
      if (variant === null) return null;
      if (names.size === 0) return variant.parts;
      // A variant for all languages takes in each snippet in the recipient's.
      const language = variant.language ?? locale;
      const key = `${content.indexOf(variant)} ${language ?? ''}`;
      const known = made.get(key);
      if (known !== undefined) return known;
      const parts = withSnippets(variant.parts, (name) => {
        const snippet = snippets.get(name);
        return snippet === undefined ? null : inLanguage(snippet.texts, language, snippet.text);
      });
      made.set(key, parts);
      return parts;
    },
  };
}
