import { type IdentityLinked, linkIdentity } from '../../core/inbox/link-identity.ts';
import { type IdentityUnlinked, unlinkIdentity } from '../../core/inbox/unlink-identity.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { IdentityType } from '../types/identity.ts';

const IdentityLinkedType = builder.objectRef<IdentityLinked>('LinkIdentitySuccess').implement({
  description: 'The identity is the contact’s from now on, with all that was said through it.',
  fields: (t) => ({
    identity: t.expose('identity', { type: IdentityType, description: 'The identity, with its contact.' }),
    evidence: t.string({ description: 'Why, as it stands on record.', resolve: ({ link }) => link.evidence }),
    linkedAt: t.field({ type: 'DateTime', description: 'When.', resolve: ({ link }) => link.linkedAt }),
  }),
});
const LinkIdentityResult = builder.unionType('LinkIdentityResult', {
  description: 'What became of it.',
  types: [IdentityLinkedType, ...ERROR_MEMBERS],
  resolveType: memberOr('LinkIdentitySuccess'),
});
const LinkIdentityInput = builder.inputType('LinkIdentityInput', {
  description: 'Two that are one person.',
  fields: (t) => ({
    identityId: t.id({ required: true, description: 'Which identity.' }),
    contactId: t.id({ required: true, description: 'Who it is.' }),
    evidence: t.string({ required: true, description: 'How you know; kept for whoever asks later.' }),
  }),
});

const IdentityUnlinkedType = builder.objectRef<IdentityUnlinked>('UnlinkIdentitySuccess').implement({
  description:
    'The identity is again the contact’s that it came with, and so is all that was said through it.',
  fields: (t) => ({
    identity: t.expose('identity', { type: IdentityType, description: 'The identity, with its contact.' }),
  }),
});
const UnlinkIdentityResult = builder.unionType('UnlinkIdentityResult', {
  description: 'What became of it.',
  types: [IdentityUnlinkedType, ...ERROR_MEMBERS],
  resolveType: memberOr('UnlinkIdentitySuccess'),
});
const UnlinkIdentityInput = builder.inputType('UnlinkIdentityInput', {
  description: 'Two that are not one person after all.',
  fields: (t) => ({
    identityId: t.id({ required: true, description: 'Which identity.' }),
    reason: t.string({ required: true, description: 'Why; kept for whoever asks later.' }),
  }),
});

builder.mutationFields((t) => ({
  linkIdentity: t.field({
    type: LinkIdentityResult,
    description:
      'Puts on record that an identity is a contact whom we know already; its messages, unread counts and open cases go along. `unlinkIdentity` takes all of it back.',
    args: { input: t.arg({ type: LinkIdentityInput, required: true, description: 'Who is who.' }) },
    resolve: (_root, { input }, context) =>
      linkIdentity(context.services.core, workspaceViewer(context), {
        identityId: decodeId('Identity', input.identityId),
        contactId: decodeId('Contact', input.contactId),
        evidence: input.evidence,
      }),
  }),
  unlinkIdentity: t.field({
    type: UnlinkIdentityResult,
    description: 'Undoes the latest link of an identity.',
    args: { input: t.arg({ type: UnlinkIdentityInput, required: true, description: 'Which and why.' }) },
    resolve: (_root, { input }, context) =>
      unlinkIdentity(context.services.core, workspaceViewer(context), {
        identityId: decodeId('Identity', input.identityId),
        reason: input.reason,
      }),
  }),
}));
