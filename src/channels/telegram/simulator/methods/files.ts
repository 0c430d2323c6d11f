import { badRequest, granted } from '../answer.ts';
import { wireFile } from '../files/media-content.ts';
import { text } from '../parameters.ts';
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

/** Nobody here has a picture of themselves. */
export const getUserProfilePhotos: Method = ({ world, parameters }) => {
  const isKnown = world.people.has(Number(text(parameters, 'user_id')));
  return isKnown ? granted({ total_count: 0, photos: [] }) : badRequest('user not found');
};
