import {
  type ContactFacts,
  readContactFacts,
  TOO_MANY_ATTRIBUTES,
  withAttributes,
} from '../model/contact-facts.ts';
import type { ContactId } from '../model/ids.ts';
import { validationFailed } from '../model/result.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import { type ContactOutcome, changeContact } from './change-contact.ts';
import type { Core } from './core.ts';

/**
 * Writes down what a colleague knows about a contact: their name, language, time zone, attributes. What platforms
 * tell later fills in what is unknown and takes nothing of it back.
 */
export async function updateContact(
  core: Core,
  viewer: WorkspaceViewer,
  input: ContactFacts & { readonly contactId: ContactId },
): Promise<ContactOutcome> {
  const facts = readContactFacts(input);
  if ('kind' in facts) return facts;
  return await changeContact(core, viewer, input.contactId, (found) => {
    const { attributes: named, ...columns } = facts;
    if (named === undefined) return { kind: 'change', columns };
    const attributes = withAttributes(found.attributes, named);
    return attributes === null
      ? validationFailed(TOO_MANY_ATTRIBUTES, ['attributes'])
      : { kind: 'change', columns: { ...columns, attributes } };
  });
}
