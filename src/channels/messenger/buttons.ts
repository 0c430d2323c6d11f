import { isHighSurrogate } from '../../core/model/describe-parts.ts';
import type { ChoiceOption } from '../../core/model/part.ts';
import type { PartLoss } from '../shared/part-rendering.ts';
import { limits } from './capabilities.ts';
import { addressFor } from './wire-media.ts';

/** What became of options: what stands on the wire and what it cost; or why they can not stand there. */
export type Options =
  | {
      readonly kind: 'possible';
      readonly wire: readonly Readonly<Record<string, string>>[];
      readonly losses: readonly PartLoss[];
    }
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'wrong'; readonly problem: string };

/** Buttons under a message, which stay: at most 3, that answer or lead to an address. */
export function toButtons(options: readonly ChoiceOption[]): Options {
  if (options.length > limits.buttons) {
    return {
      kind: 'impossible',
      reason: `Messenger shows at most ${limits.buttons} buttons under a message`,
    };
  }
  return collect(options, limits.buttonTitle, (option, title) => {
    if (option.action === 'reply') return { type: 'postback', title, payload: option.payload };
    // The button of a sign-in has words of Messenger's own.
    if (option.action === 'open-url' && option.form?.kind === 'sign-in') {
      return { type: 'account_link', url: option.url };
    }
    return option.action === 'open-url' ? { type: 'web_url', title, url: option.url } : null;
  });
}

/** Buttons above the keyboard, which vanish with the next message: at most 13, that answer or share the number. */
export function toQuickReplies(options: readonly ChoiceOption[]): Options {
  if (options.length > limits.quickReplies) {
    return { kind: 'impossible', reason: `Messenger shows at most ${limits.quickReplies} quick replies` };
  }
  return collect(
    options,
    limits.quickReplyTitle,
    (option, title): Readonly<Record<string, string>> | null => {
      if (option.action === 'reply') {
        const imageUrl = option.image === undefined ? null : addressFor(option.image);
        return {
          content_type: 'text',
          title,
          payload: option.payload,
          ...(imageUrl !== null && { image_url: imageUrl }),
        };
      }
      return option.action === 'share-phone' ? { content_type: 'user_phone_number' } : null;
    },
  );
}

function collect(
  options: readonly ChoiceOption[],
  maxTitle: number,
  toWire: (option: ChoiceOption, title: string) => Readonly<Record<string, string>> | null,
): Options {
  const wire: Readonly<Record<string, string>>[] = [];
  const losses: PartLoss[] = [];
  for (const option of options) {
    if (option.title.trim() === '')
      return { kind: 'wrong', problem: 'An option needs a title that shows something.' };
    const payload = option.action === 'reply' ? option.payload : '';
    const payloadBytes = Buffer.byteLength(payload);
    if (payloadBytes > limits.payload) {
      return {
        kind: 'wrong',
        problem: `The payload of "${option.title}" has ${payloadBytes} bytes; Messenger takes at most ${limits.payload}.`,
      };
    }
    const title = shorten(option.title, maxTitle);
    const made = toWire(option, title);
    if (made === null) {
      return { kind: 'impossible', reason: `Messenger has no button of the kind ${option.action} here` };
    }
    wire.push(made);
    if (title !== option.title && 'title' in made) {
      losses.push({
        code: 'shortened',
        description: `"${option.title}" is shortened to ${maxTitle} characters`,
      });
    }
  }
  return { kind: 'possible', wire, losses };
}

/** At most `maxLength` UTF-16 units, never ending within a character; what is shorter stays as it is. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength - 1;
  return `${text.slice(0, isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end).trimEnd()}…`;
}
