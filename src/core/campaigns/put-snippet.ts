import type { Core } from '../inbox/core.ts';
import type { SnippetId } from '../model/ids.ts';
import { NAME_RULE, readName } from '../model/name.ts';
import { forbidden, type UserError, validationFailed } from '../model/result.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { newId } from '../store/new-id.ts';
import type { Snippet } from '../store/rows.ts';
import { putSnippet as writeSnippet } from '../store/snippets.ts';

const MAX_TEXT = 10_000;

export interface SnippetPut {
  readonly kind: 'put';
  readonly snippet: Snippet;
}

/** Writes canned text; under a name that is there already it says something else from then on. */
export async function putSnippet(
  core: Core,
  viewer: WorkspaceViewer,
  input: {
    readonly name: string;
    readonly text: string;
    /** The same by language. */
    readonly texts: Readonly<Record<string, string>>;
  },
): Promise<SnippetPut | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const name = readName(input.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);
  if (/[{}|]/u.test(name)) return validationFailed('The name of a snippet has no {, } and |.', ['name']);
  const isLong = [input.text, ...Object.values(input.texts)].some(({ length }) => length > MAX_TEXT);
  if (isLong) return validationFailed(`A snippet has at most ${MAX_TEXT} characters.`, ['text']);
  const snippet = await writeSnippet(core.db, {
    id: newId<SnippetId>(),
    workspaceId: viewer.workspaceId,
    name,
    text: storableText(input.text),
    texts: storableJson(input.texts),
    createdAt: core.clock.now(),
  });
  return { kind: 'put', snippet };
}
