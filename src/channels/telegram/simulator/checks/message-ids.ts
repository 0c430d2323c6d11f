import { badRequest, isRefusal, type Refusal } from '../answer.ts';
import { integer, isList, json, type Parameters } from '../parameters.ts';
import type { Chat, StoredMessage } from '../state.ts';

const MAX_MESSAGES = 100;

/** Reads `message_ids`: 1 to 100 of them. */
export function readMessageIds(parameters: Parameters): readonly number[] | Refusal {
  const list = json(parameters, 'message_ids', 'message_ids');
  if (isRefusal(list)) return list;
  if (list === undefined) return badRequest('message identifiers are not specified');
  if (!isList(list)) return badRequest('expected an Array of message identifiers');
  if (list.length > MAX_MESSAGES) return badRequest('too many message identifiers specified');
  if (list.length === 0) return badRequest('message identifiers are not specified');
  const ids = list.map(Number);
  if (ids.some((id) => !Number.isInteger(id)))
    return badRequest("can't parse message identifier as a Number");
  return ids.some((id) => id <= 0) ? badRequest('invalid message identifier specified') : ids;
}

/** @param purpose  "message to edit" and the like. */
export function findMessage(chat: Chat, parameters: Parameters, purpose: string): StoredMessage | Refusal {
  const id = integer(parameters, 'message_id', { absent: 0, min: 0 });
  return chat.messages.get(id) ?? badRequest(`${purpose} not found`);
}
