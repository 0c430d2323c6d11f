import { URL_SAFE } from '../../../shared/simulator/random.ts';
import { type Answer, granted, invalidParameter, noSuchObject } from '../graph/answer.ts';
import type { Received } from '../graph/receive.ts';
import type { Business, World } from '../state.ts';

const TYPES = /^(?:image\/(?:jpeg|png)|video\/mp4|application\/pdf)$/u;

/** `POST /{app-id}/uploads`: a session that takes one file. */
export function openExampleUpload({ random }: World, business: Business, query: URLSearchParams): Answer {
  const lengthBytes = Number(query.get('file_length') ?? Number.NaN);
  if (!Number.isSafeInteger(lengthBytes) || lengthBytes <= 0)
    return invalidParameter('(#100) The parameter file_length is required.');
  if (!TYPES.test(query.get('file_type') ?? ''))
    return invalidParameter(
      '(#100) Param file_type must be one of image/jpeg, image/png, video/mp4, application/pdf.',
    );
  const id = `upload:${random.characters(URL_SAFE, 40)}`;
  business.exampleUploads.set(id, { lengthBytes });
  return granted({ id: `${id}?sig=${random.characters(URL_SAFE, 12)}` });
}

/** `POST /upload:…`: the whole file at once. */
export function finishExampleUpload({ exampleUploads }: Business, id: string, { files }: Received): Answer {
  const upload = exampleUploads.get(id);
  if (upload === undefined) return noSuchObject(id);
  const bytes = files.get('')?.bytes;
  if (bytes?.byteLength !== upload.lengthBytes)
    return invalidParameter('(#100) The file is not as long as was said.');
  exampleUploads.delete(id);
  return granted({ h: `4::${Buffer.from(id).toString('base64')}:ARa` });
}
