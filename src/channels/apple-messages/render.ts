import type { OutboundMessage, Rendering, WireRequest } from '../../core/channel/index.ts';
import type { MediaPart, Part } from '../../core/model/part.ts';
import type { AuthorKind } from '../../core/model/words.ts';
import { degraded, problem, together } from '../shared/part-rendering.ts';
import { capabilities } from './capabilities.ts';
import type { PartRendering, RenderContext } from './draft.ts';
import { featuresOf } from './features.ts';
import { renderCards } from './render-card.ts';
import { renderChoice } from './render-choice.ts';
import { renderContacts, renderLocation, renderPoll } from './render-facts.ts';
import { isTooLarge, renderMedia, renderTooLarge } from './render-media.ts';
import { renderText, renderTextPart } from './render-text.ts';
import { requestIdOf } from './request-id.ts';

/** Who wrote it, where no person did: the customer's device says that it was an automated agent. */
const AUTOMATED: ReadonlySet<AuthorKind> = new Set<AuthorKind>(['BOT', 'AUTOMATION', 'CAMPAIGN', 'SYSTEM']);

/** One request for each message of Apple's, in their order. */
export function render(message: OutboundMessage): Rendering {
  const { id, author, recipient, publicCredentials } = message;
  if (message.parts.length === 0) return unrenderable('There is nothing to send.');
  const { drafts, losses, problems } = together(renderParts(message));
  if (problems.length > 0) return { kind: 'unrenderable', problems };
  const businessId = publicCredentials?.businessId;
  const requests = drafts.map(({ operation, content, files, partIndexes }, index): WireRequest => {
    const requestId = requestIdOf(id, index);
    return {
      operation,
      body: {
        v: 1,
        id: requestId,
        ...(businessId !== undefined && { sourceId: businessId }),
        destinationId: recipient.externalId,
        ...content(requestId),
      },
      ...(AUTOMATED.has(author) && { headers: { 'auto-reply': 'true' } }),
      files,
      partIndexes,
      cost: 1,
    };
  });
  if (message.replyTo === null) return { kind: 'rendered', requests, losses };
  const description = 'Apple has no replies to a certain message: sent without the reference';
  if (message.options.onUnsupported === 'REFUSE') return unrenderable(`${description}.`);
  return {
    kind: 'rendered',
    requests,
    losses: [...losses, { partIndex: 0, code: 'reply-dropped', description }],
  };
}

/** Neighbouring files travel together. */
function renderParts({ parts, recipient, options }: OutboundMessage): readonly PartRendering[] {
  const features = featuresOf(recipient);
  const contextAt = (partIndex: number): RenderContext => ({ options, features, partIndex });
  const renderings: PartRendering[] = [];
  for (let index = 0; index < parts.length; ) {
    const album = albumAt(parts, index);
    const part = parts[index];
    if (album.length > 0)
      renderings.push(
        renderMedia(
          album,
          album.map((_, at) => contextAt(index + at)),
        ),
      );
    else if (part !== undefined) renderings.push(renderPart(part, contextAt(index)));
    index += Math.max(album.length, 1);
  }
  return renderings;
}

function albumAt(parts: readonly Part[], start: number): readonly MediaPart[] {
  const album: MediaPart[] = [];
  for (const part of parts.slice(start, start + capabilities.maxAlbumSize)) {
    if (part.type !== 'media' || isTooLarge(part)) break;
    album.push(part);
  }
  return album;
}

function renderPart(part: Part, context: RenderContext): PartRendering {
  switch (part.type) {
    case 'text':
      return renderTextPart(part, context);
    case 'media':
      return renderTooLarge(part, context);
    case 'location':
      return renderLocation(part, context);
    case 'contact-card':
      return renderContacts(part, context);
    case 'choice':
      return renderChoice(part, context);
    case 'card':
      return renderCards(part, context);
    case 'poll':
      return renderPoll(part, context);
    case 'dice':
      return asText(part.emoji, 'Apple has no dice: sent as text', context);
    case 'template':
      return problem('Apple approves no texts for conversations; write the text itself.', context);
    case 'choice-reply':
      return asText(part.title ?? part.payload, 'Only a customer can choose: sent as text', context);
    case 'form-reply': {
      const lines = Object.entries(part.values).map(([name, value]) => `${name}: ${value}`);
      return asText(lines.join('\n'), 'Only a customer can fill in a form: sent as text', context);
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

function unrenderable(message: string): Rendering {
  return { kind: 'unrenderable', problems: [{ partIndex: null, message }] };
}
