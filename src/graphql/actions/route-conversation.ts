import { routeConversation } from '../../core/inbox/route-conversation.ts';
import type { IdentityView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { RoutingStepEnum } from '../types/enums.ts';
import { ERROR_MEMBERS, memberOr } from '../types/errors.ts';
import { IdentityType } from '../types/identity.ts';

const RouteConversationSuccess = builder
  .objectRef<{ readonly kind: 'done'; readonly identity: IdentityView }>('RouteConversationSuccess')
  .implement({
    description: 'The platform did it.',
    fields: (t) => ({
      identity: t.expose('identity', { type: IdentityType, description: 'As it is now.' }),
    }),
  });
const RouteConversationResult = builder.unionType('RouteConversationResult', {
  description: 'What became of it.',
  types: [RouteConversationSuccess, ...ERROR_MEMBERS],
  resolveType: memberOr('RouteConversationSuccess'),
});
const RouteConversationInput = builder.inputType('RouteConversationInput', {
  description: 'Whom another program shall answer, or no longer.',
  fields: (t) => ({
    identityId: t.id({ required: true, description: 'The contact, at one account.' }),
    step: t.field({ type: RoutingStepEnum, required: true, description: 'What to do.' }),
    program: t.string({
      description:
        'PASS: the platform’s id of the program that shall answer. Default: where people answer by hand at the platform.',
    }),
  }),
});

builder.mutationField('routeConversation', (t) =>
  t.field({
    type: RouteConversationResult,
    description:
      'Takes a contact over from another program of the business at the platform, or gives them away. Only where several programs share conversations (Messenger).',
    args: { input: t.arg({ type: RouteConversationInput, required: true, description: 'Who and what.' }) },
    resolve: (_root, { input }, context) =>
      routeConversation(context.services.core, workspaceViewer(context), {
        identityId: decodeId('Identity', input.identityId),
        step: input.step,
        program: input.program ?? null,
      }),
  }),
);
