import type { Remedy, RemedyAction } from '../model/remedy.ts';

/** The same remedy with words for a person. */
export function describeRemedy(action: RemedyAction): Remedy {
  return { ...action, description: inWords(action) };
}

function inWords(action: RemedyAction): string {
  switch (action.kind) {
    case 'use-template':
      return action.templates.length === 0
        ? 'Send an approved template that suits the purpose; none is known here.'
        : `Send an approved template: ${action.templates.map(({ name }) => name).join(', ')}.`;
    case 'wait-until':
      return `Send it at ${action.at.toISOString()} or later.`;
    case 'wait-for-contact':
      return 'Wait until the contact writes; give them a link or QR code that opens the chat.';
    case 'ask-for-consent':
      return action.topicName === null
        ? `Ask the contact to agree to ${action.purpose.toLowerCase()} messages here, and wait for the answer.`
        : `Ask the contact to subscribe to "${action.topicName}" here, and wait for the answer.`;
    case 'move-audience':
      return `Invite the readers of "${action.topicName}" to ${action.channels.join(', ')}, where it may be sent to whoever confirms: plan a migration.`;
    case 'use-identity':
      return `Send it over ${action.channel}, where the same contact may be written to.`;
    case 'hand-to-person':
      return 'Hand the conversation to a person, who may still write.';
    case 'register-opt-in':
      return `Put on record how and when the contact agreed to ${action.purpose.toLowerCase()} messages.`;
    case 'enable-account-setting':
      return `Turn on the setting "${action.setting}" of the channel account, if it is true of it.`;
  }
}
