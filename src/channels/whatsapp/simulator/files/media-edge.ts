import type { SimulatorRequest } from '../../../shared/simulator/http-server.ts';
import { type Answer, granted, invalidParameter, noSuchObject } from '../graph/answer.ts';
import type { Received } from '../graph/receive.ts';
import type { Business, World } from '../state.ts';
import { objectionToUpload } from './accepted-files.ts';
import { hashOf, UPLOADED_LIVES_MS } from './file-store.ts';

/** `POST /{phone-number-id}/media` */
export function uploadMedia({ files }: World, business: Business, { body, files: parts }: Received): Answer {
  if (body.messaging_product !== 'whatsapp')
    return invalidParameter('(#100) The parameter messaging_product is required.');
  const part = parts.get('file');
  if (part === undefined) return invalidParameter('(#100) Param file must be a file.');
  const mimeType = part.mimeType ?? (typeof body.type === 'string' ? body.type : 'application/octet-stream');
  const objection = objectionToUpload({ mimeType, sizeBytes: part.bytes.byteLength });
  if (objection !== null) return objection;
  const { bytes, fileName } = part;
  const { id } = files.add({ bytes, fileName, mimeType, businessId: business.id }, UPLOADED_LIVES_MS);
  return granted({ id });
}

/** `GET /{media-id}`: where the file is, for 5 minutes. */
export function describeMedia(
  { files }: World,
  business: Business,
  id: string,
  request: SimulatorRequest,
): Answer {
  const file = files.byId(id, business.id);
  if (file === null) return noSuchObject(id);
  return granted({
    messaging_product: 'whatsapp',
    url: `http://${request.headers.host}${files.openPath(file)}`,
    mime_type: file.mimeType,
    sha256: hashOf(file, 'hex'),
    file_size: file.bytes.byteLength,
    id,
  });
}

/** `DELETE /{media-id}` */
export function deleteMedia({ files }: World, business: Business, id: string): Answer {
  if (files.byId(id, business.id) === null) return noSuchObject(id);
  files.remove(id);
  return granted({ success: true });
}
