import { MAX_TAGS, readTags } from '../model/contact-facts.ts';
import type { ContactId } from '../model/ids.ts';
import { validationFailed } from '../model/result.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import { type ContactOutcome, changeContact } from './change-contact.ts';
import type { Core } from './core.ts';

interface Tagging {
  readonly contactId: ContactId;
  readonly tags: readonly string[];
}

/** Puts labels on a contact, behind those it has; one that it has already stays where it is. */
export async function addTags(core: Core, viewer: WorkspaceViewer, input: Tagging): Promise<ContactOutcome> {
  const tags = readTags(input.tags);
  if ('kind' in tags) return tags;
  return await changeContact(core, viewer, input.contactId, (found) => {
    const all = [...new Set([...found.tags, ...tags])];
    return all.length > MAX_TAGS
      ? validationFailed(`A contact has at most ${MAX_TAGS} tags.`, ['tags'])
      : { kind: 'change', columns: { tags: all } };
  });
}

/** Takes labels off a contact; one that it does not have is no error. */
export async function removeTags(
  core: Core,
  viewer: WorkspaceViewer,
  input: Tagging,
): Promise<ContactOutcome> {
  const tags = readTags(input.tags);
  if ('kind' in tags) return tags;
  return await changeContact(core, viewer, input.contactId, (found) => ({
    kind: 'change',
    columns: { tags: found.tags.filter((tag) => !tags.includes(tag)) },
  }));
}
