import { type Answer, badRequest, granted, Refusal } from '../answer.ts';
import type { Call } from '../gateway-api.ts';
import { unpack } from './packed-answer.ts';

const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** A place for an encrypted file. The names of headers are those of today, or of 2018. */
export function preUpload({ world, headers, filesUrl }: Call): Answer {
  const size = headers['mmcs-size'] ?? headers.size ?? '';
  if (!/^[1-9]\d*$/u.test(size)) return badRequest('MMCS-Size is required');
  if (Number(size) > MAX_FILE_BYTES) return new Refusal(413, 'the file is too large');
  const { token, url, owner } = world.files.reserve(Number(size));
  return granted({ 'upload-url': `${filesUrl}/${token}`, 'mmcs-url': url, 'mmcs-owner': owner });
}

/** An address for a file, for whoever can describe it. */
export function preDownload({ world, headers, filesUrl }: Call): Answer {
  const url = headers['mmcs-url'] ?? headers.url ?? '';
  const owner = headers['mmcs-owner'] ?? headers.owner ?? '';
  const signature = headers['mmcs-signature'] ?? headers.signature ?? '';
  const file = world.files.find(url);
  if (file === null || file.owner !== owner) return new Refusal(404, 'no such file');
  if (file.checksum.toString('base64') !== signature) return badRequest('MMCS-Signature does not fit');
  const { fileAddressLifetimeMs } = world.settings;
  return granted({ 'download-url': `${filesUrl}/${world.files.open(file, fileAddressLifetimeMs)}` });
}

/** Turns the opened bytes of a large answer into JSON. */
export function decodePayload({ headers, body }: Call): Answer {
  if (headers.bid === undefined) return badRequest('bid is required');
  const answer = unpack(body);
  return answer === null ? badRequest('this is no payload') : granted(answer);
}
