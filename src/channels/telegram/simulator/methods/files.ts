import { badRequest, granted } from '../answer.ts';
import type { StoredFile } from '../files/file-store.ts';
import { wireFile } from '../files/media-content.ts';
import { integer, text } from '../parameters.ts';
import type { Method } from './call.ts';

const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;

export const getFile: Method = ({ world, bot, parameters }) => {
  const fileId = text(parameters, 'file_id');
  if (fileId === '') return badRequest('file_id not specified');
  const file = world.files.byId(fileId);
  if (file === null || !file.knownTo.has(bot.user.id)) return badRequest('invalid file_id');
  if (file.bytes.byteLength > MAX_DOWNLOAD_BYTES) return badRequest('file is too big');
  return granted({ ...wireFile(file), file_path: world.files.openPath(file) });
};

/** The newest first; whoever hides theirs has none. */
export const getUserProfilePhotos: Method = ({ world, bot, parameters }) => {
  const person = world.people.get(Number(text(parameters, 'user_id')));
  if (person === undefined) return badRequest('user not found');
  const limit = integer(parameters, 'limit', { absent: 100, min: 1, max: 100 });
  const photos = person.picture === null ? [] : [person.picture];
  for (const sizes of photos)
    for (const { fileId } of sizes) world.files.byId(fileId)?.knownTo.add(bot.user.id);
  return granted({
    total_count: photos.length,
    photos: photos.slice(0, limit).map((sizes) => sizes.map(wirePhotoSize)),
  });
};

const wirePhotoSize = (file: StoredFile) => ({ ...wireFile(file), width: file.width, height: file.height });
