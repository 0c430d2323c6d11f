import type { NamedMedia } from '../core/inbox/core.ts';

/** Types whose extension decides how a platform shows them: the bytes count, whatever the file was called. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
};

/** Without its dot, in lower case; `bin` when nothing tells. */
export function mediaExtension({ mimeType, fileName }: Pick<NamedMedia, 'mimeType' | 'fileName'>): string {
  const named = /\.([a-z0-9]{1,10})$/iu.exec(fileName ?? '')?.[1]?.toLowerCase();
  return EXTENSIONS[mimeType ?? ''] ?? named ?? 'bin';
}
