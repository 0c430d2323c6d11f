import type { OutboundMessage, Rendering, WireRequest } from '../../core/channel/index.ts';
import type { Part } from '../../core/model/part.ts';
import { degraded, together } from '../shared/part-rendering.ts';
import type { PartRendering, RenderContext } from './draft.ts';
import { isUserId } from './people.ts';
import { renderCards, renderChoice } from './render-choice.ts';
import { renderContacts, renderLocation, renderPoll } from './render-facts.ts';
import { renderMedia } from './render-media.ts';
import { renderTemplate } from './render-template.ts';
import { renderText } from './render-text.ts';
import { isOn } from './settings.ts';

/**
 * One request for each message that the contact will see. The first answers what is replied to. Each carries our id,
 * which comes back with every status: where the answer to the request is lost, that settles what became of it.
 */
export function render(message: OutboundMessage): Rendering {
  if (message.parts.length === 0) return unrenderable('There is nothing to send.');
  const recipient = addressOf(message);
  if (recipient === null) {
    return unrenderable(
      'A template with a one-time code goes to a phone number, and this contact’s is not known.',
    );
  }
  const { drafts, losses, problems } = together(
    message.parts.map((part, partIndex) =>
      renderPart(part, { message, partIndex, options: message.options }),
    ),
  );
  if (problems.length > 0) return { kind: 'unrenderable', problems };
  const requests = drafts.map(
    ({ type, content, files, partIndex }, index): WireRequest => ({
      operation: operationFor(type, message),
      body: {
        messaging_product: 'whatsapp',
        recipient_type: message.recipient.isGroup ? 'group' : 'individual',
        ...recipient,
        ...(index === 0 &&
          message.replyTo !== null && { context: { message_id: message.replyTo.externalId } }),
        biz_opaque_callback_data: message.id,
        type,
        [type]: content,
      },
      files,
      partIndexes: [partIndex],
      cost: 1,
    }),
  );
  return { kind: 'rendered', requests, losses };
}

function renderPart(part: Part, context: RenderContext): PartRendering {
  switch (part.type) {
    case 'text':
      return renderText(part.text, context, part.formatting);
    case 'media':
      return renderMedia(part, context);
    case 'location':
      return renderLocation(part, context);
    case 'contact-card':
      return renderContacts(part, context);
    case 'choice':
      return renderChoice(part, context);
    case 'card':
      return renderCards(part, context);
    case 'template':
      return renderTemplate(part, context);
    case 'poll':
      return renderPoll(part, context);
    case 'dice':
      return asText(part.emoji, 'WhatsApp has no dice: sent as text', context);
    case 'choice-reply':
      return asText(part.title ?? part.payload, 'Only a contact can tap: sent as text', context);
    case 'form-reply': {
      const lines = Object.entries(part.values).map(([name, value]) => `${name}: ${value}`);
      return asText(lines.join('\n'), 'Only a contact can fill in a form: sent as text', context);
    }
    case 'unsupported':
      return asText(`[${part.label}]`, 'Only the name of this is known: sent as text', context);
    default:
      return part satisfies never;
  }
}

function asText(text: string, description: string, context: RenderContext): PartRendering {
  return degraded({ code: 'other', description }, context, () => renderText(text, context));
}

/** Marketing templates may go another way; the body is the same. */
function operationFor(type: string, { purpose, settings }: OutboundMessage): string {
  const isPromotion = type === 'template' && (purpose === 'MARKETING' || purpose === 'NEWSLETTER');
  return isPromotion && isOn(settings, 'marketingMessagesApi') ? 'marketing_messages' : 'messages';
}

const PHONE = /^\+?\d{5,20}$/u;

/** Null: the message needs a number, and none is known. Where both are given WhatsApp takes `to`. */
function addressOf({
  recipient,
  parts,
  purpose,
}: OutboundMessage): { readonly to: string } | { readonly recipient: string } | null {
  const { externalId, isGroup, aliases = [] } = recipient;
  if (isGroup || !isUserId(externalId)) return { to: externalId };
  if (purpose !== 'AUTHENTICATION' || !parts.some(({ type }) => type === 'template')) {
    return { recipient: externalId };
  }
  const phone = aliases.find((alias) => PHONE.test(alias));
  return phone === undefined ? null : { to: phone };
}

function unrenderable(message: string): Rendering {
  return { kind: 'unrenderable', problems: [{ partIndex: null, message }] };
}
