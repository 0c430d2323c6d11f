import { isRefusal } from '../answer.ts';
import { checkMessage } from '../checks/check-message.ts';
import type { Message } from '../checks/message-schema.ts';
import type { World } from '../state.ts';

/** The message in a webhook's answer to `conversation_started`. Null: it says nothing that could be shown. */
export function readWelcome(world: World, answer: Uint8Array): Message | null {
  const json = readJson(Buffer.from(answer).toString('utf8'));
  if (typeof json !== 'object' || json === null || Object.keys(json).length === 0) return null;
  const message = checkMessage(world, { ...json });
  return isRefusal(message) ? null : message;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
