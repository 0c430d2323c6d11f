import { type Answer, badRequest, granted, isRefusal, Refusal } from '../answer.ts';
import type { Call } from '../gateway-api.ts';
import { toReceived } from '../people/received-message.ts';
import { checkMessage } from './check-message.ts';

/** Takes a message of a business and puts it before the customer. */
export function takeMessage({ world, business, operation, headers, body }: Call): Answer {
  const json = readObject(body);
  if (json === null) return badRequest('the body is no JSON object');
  const { id, sourceId, destinationId } = json;
  const isNamedAlike =
    headers.id === id && headers['source-id'] === sourceId && headers['destination-id'] === destinationId;
  if (!isNamedAlike) return badRequest('id, source-id and destination-id must be in header and body alike');
  const checked = checkMessage(world, operation, json);
  if (isRefusal(checked)) return checked;
  const { message } = checked;
  const thread = world.threads.get(message.destinationId);
  if (thread === undefined || thread.business !== business) return new Refusal(404, 'unknown destination-id');
  if (thread.state === 'closed') return new Refusal(410, 'the conversation was closed by the customer');
  if (world.takenIds.has(message.id) && world.settings.dropsRepeatedIds) return granted();
  world.takenIds.add(message.id);
  const facts = { at: world.time.now(), business: business.name };
  const { inbox } = thread.person;
  if (message.type === 'typing_start' || message.type === 'typing_end') {
    inbox.add({ kind: 'typing', isTyping: message.type === 'typing_start', ...facts });
    return granted();
  }
  const received = toReceived(world, checked, thread.person, headers['auto-reply'] === 'true');
  if (received !== null) inbox.add({ kind: 'message', message: received, ...facts });
  return granted();
}

function readObject(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString());
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : null;
  } catch {
    return null;
  }
}
