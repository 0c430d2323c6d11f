import type { ContactId } from '../../model/ids.ts';
import type { Filter, PagedList } from './page.ts';
import { type ConsentRecordView, consentRecordShape } from './shapes.ts';

/** The ledger, newest first. */
export const newestConsents: PagedList<ConsentRecordView> = {
  shape: consentRecordShape,
  sortedBy: 'recordedAt',
  direction: 'DESC',
};

/** Everything about one person: under their own name then, or of identities that are theirs now. */
export const consentsOfContact = (contactId: ContactId): Filter => ({
  name: 'of_contact',
  value: contactId,
  sql: (parameter) =>
    `(r.contact_id = ${parameter}::uuid
      OR r.identity_id IN (SELECT i.id FROM identities i WHERE i.contact_id = ${parameter}::uuid))`,
});
