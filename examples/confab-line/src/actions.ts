import type { ChoiceOption } from 'confab/channel';
import { capabilities } from './capabilities.ts';

const { maxTitleLength, maxPayloadBytes } = capabilities.choice;

/** The action object of an option; null: LINE has none that would do. */
export function toAction(option: ChoiceOption): Readonly<Record<string, unknown>> | null {
  const { title } = option;
  if (title.trim() === '' || title.length > maxTitleLength) return null;
  switch (option.action) {
    case 'reply': {
      const { payload } = option;
      if (payload === '' || Buffer.byteLength(payload) > maxPayloadBytes) return null;
      return { type: 'postback', label: title, data: payload, displayText: title };
    }
    case 'open-url':
      return option.url.length <= 1000 ? { type: 'uri', label: title, uri: option.url } : null;
    case 'share-location':
      return { type: 'location', label: title };
    case 'share-phone':
      return null;
  }
}
