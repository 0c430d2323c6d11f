import { previewMessage } from '../../core/inbox/preview-message.ts';
import { builder } from '../builder.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { OnUnsupportedEnum, OverlongTextEnum, PurposeEnum } from '../types/enums.ts';
import { MessagePreviewType } from '../types/message-preview.ts';
import { PartInput, toPart } from './part-input.ts';

const PreviewMessageInput = builder.inputType('PreviewMessageInput', {
  description: 'What `sendMessage` takes, without its key.',
  fields: (t) => ({
    conversationId: t.id({ description: 'For every identity of the contact that its inbox can write to.' }),
    identityId: t.id({ description: 'For exactly this identity.' }),
    parts: t.field({ type: [PartInput], required: true, description: 'What it is made of.' }),
    purpose: t.field({ type: PurposeEnum, description: 'Default: SERVICE.' }),
    replyToId: t.id({ description: 'The message that it answers.' }),
    onUnsupported: t.field({ type: OnUnsupportedEnum, description: 'Default: DEGRADE.' }),
    overlongText: t.field({ type: OverlongTextEnum, description: 'Default: SPLIT.' }),
    isSilent: t.boolean({ description: 'No sound, where the platform can. Default: false.' }),
  }),
});

builder.queryField('previewMessage', (t) =>
  t.field({
    type: MessagePreviewType,
    description: 'How a message would look on the wire, per channel, and what would be lost.',
    args: { input: t.arg({ type: PreviewMessageInput, required: true, description: 'The message.' }) },
    resolve: (_root, { input }, context) =>
      previewMessage(context.services.core, workspaceViewer(context), {
        conversationId: input.conversationId == null ? null : decodeId('Conversation', input.conversationId),
        identityId: input.identityId == null ? null : decodeId('Identity', input.identityId),
        parts: input.parts.map(toPart),
        purpose: input.purpose ?? 'SERVICE',
        replyToId: input.replyToId == null ? null : decodeId('Message', input.replyToId),
        options: {
          onUnsupported: input.onUnsupported ?? 'DEGRADE',
          overlongText: input.overlongText ?? 'SPLIT',
          isSilent: input.isSilent ?? false,
        },
      }),
  }),
);
