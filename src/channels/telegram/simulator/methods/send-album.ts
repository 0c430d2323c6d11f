import { DIGITS } from '../../../shared/simulator/random.ts';
import { badRequest, granted, isRefusal, type Refusal } from '../answer.ts';
import { isList, json, type Parameters, requiredText } from '../parameters.ts';
import type { Method } from './call.ts';
import { type InputMedia, readInputMedia } from './input-media.ts';
import { postAll, readDestination } from './send.ts';

/** An album of one of these holds nothing else. */
const UNMIXED: readonly InputMedia['kind'][] = ['document', 'audio'];

export const sendMediaGroup: Method = async (call) => {
  const required = requiredText(call.parameters, 'media');
  if (isRefusal(required)) return required;
  const list = json(call.parameters, 'media', 'media');
  if (isRefusal(list)) return list;
  if (!isList(list)) return badRequest('expected an Array of InputMedia');

  const media: InputMedia[] = [];
  for (const [index, given] of list.entries()) {
    const medium = await readInputMedia(call, given);
    if (isRefusal(medium)) return inAlbum(medium, index);
    if (medium.kind === 'animation') {
      return badRequest('can\'t parse InputMedia: type "animation" can\'t be used in sendMediaGroup');
    }
    media.push(medium);
  }
  // Telegram shows no buttons below an album, and takes the parameter for not given.
  const destination = readDestination({ ...call, parameters: withoutMarkup(call.parameters) });
  if (isRefusal(destination)) return destination;
  const objection = objectionToAlbum(media);
  if (objection !== null) return objection;

  const media_group_id = call.world.random.characters(DIGITS.slice(1), 17);
  const envelope = { ...destination.envelope, media_group_id };
  const posted = postAll(call, { ...destination, envelope }, media);
  return isRefusal(posted) ? posted : granted(posted.map(({ stored }) => stored.wire));
};

function objectionToAlbum(media: readonly InputMedia[]): Refusal | null {
  if (media.length > 10) return badRequest('too many messages to send as an album');
  if (media.length === 0) return badRequest('there are no messages to send');
  if (media.length === 1) return badRequest('group send failed');
  const kinds = new Set(media.map(({ kind }) => kind));
  const unmixed = UNMIXED.find((kind) => kinds.has(kind));
  return kinds.size > 1 && unmixed !== undefined
    ? badRequest(`${unmixed} can't be mixed with other media types`)
    : null;
}

/** What Telegram says of a file that it could not take, when the file is part of an album. */
function inAlbum(refusal: Refusal, index: number): Refusal {
  const reason = refusal.description.replace(/^Bad Request: /u, '');
  if (refusal.code !== 400 || /^(?:can't parse|message caption)/u.test(reason)) return refusal;
  return badRequest(`failed to send message #${index + 1} with the error message "${reason}"`);
}

function withoutMarkup(parameters: Parameters): Parameters {
  const values = new Map(parameters.values);
  values.delete('reply_markup');
  return { ...parameters, values };
}
