import type { OutboundMessage, Rendering, WireRequest } from '../../core/channel/index.ts';
import type { Part } from '../../core/model/part.ts';
import { degraded, together } from '../shared/part-rendering.ts';
import type { Draft, PartRendering, RenderContext } from './draft.ts';
import { toRecipient } from './keys.ts';
import { renderCards } from './render-cards.ts';
import { renderChoice } from './render-choice.ts';
import { renderContacts, renderLocation, renderPoll } from './render-facts.ts';
import { renderMedia } from './render-media.ts';
import { renderTemplate } from './render-template.ts';
import { renderText } from './render-text.ts';
import { isOn, readWords } from './settings.ts';

/**
 * One request for each message that the contact will see. The first answers what is replied to. Each carries our id,
 * which comes back with the echo: where the answer to the request is lost, that settles what became of it.
 */
export function render(message: OutboundMessage): Rendering {
  if (message.parts.length === 0) return unrenderable('There is nothing to send.');
  if (message.recipient.isGroup) return unrenderable('A Page writes to persons only.');
  const { drafts, losses, problems } = together(
    message.parts.map((part, partIndex) =>
      renderPart(part, { message, partIndex, options: message.options }),
    ),
  );
  if (problems.length > 0) return { kind: 'unrenderable', problems };
  const personaId = message.options.persona ?? readWords(message.settings, 'personaId');
  const requests = drafts.map(
    (draft, index): WireRequest => ({
      operation: 'messages',
      body: {
        recipient: toRecipient(message.recipient.externalId),
        ...laneOf(draft, message),
        message: { ...draft.content, metadata: message.id },
        ...(index === 0 && message.replyTo !== null && { reply_to: { mid: message.replyTo.externalId } }),
        ...(message.options.isSilent && { notification_type: 'SILENT_PUSH' }),
        ...(personaId !== null && { persona_id: personaId }),
      },
      files: draft.files,
      partIndexes: [draft.partIndex],
      cost: draft.cost,
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
      return asText(part.emoji, 'Messenger has no dice: sent as text', context);
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
  return degraded([{ code: 'other', description }], context, () => renderText(text, context));
}

/**
 * Why Messenger should take it. Two tags are left, for after the window: what a person wrote in answer to somebody,
 * where Meta has granted that to the app, and the news of Pages that stand in the News Page Index.
 */
function laneOf({ isApproved }: Draft, message: OutboundMessage): Readonly<Record<string, string>> {
  if (isApproved) return { messaging_type: 'UTILITY' };
  const { author, purpose, settings, isWindowOpen } = message;
  const isLateNews =
    isWindowOpen === false && purpose === 'NEWSLETTER' && isOn(settings, 'registeredNewsPage');
  if (isLateNews) return { messaging_type: 'MESSAGE_TAG', tag: 'NON_PROMOTIONAL_SUBSCRIPTION' };
  if (purpose !== 'SERVICE') return { messaging_type: 'UPDATE' };
  const isLateAnswer = isWindowOpen === false && author === 'MEMBER' && isOn(settings, 'humanAgent');
  return isLateAnswer
    ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
    : { messaging_type: 'RESPONSE' };
}

function unrenderable(message: string): Rendering {
  return { kind: 'unrenderable', problems: [{ partIndex: null, message }] };
}
