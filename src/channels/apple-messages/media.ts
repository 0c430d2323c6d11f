import { type AccountContext, ChannelError, type MediaDownload } from '../../core/channel/index.ts';
import { downloadFile } from './download-file.ts';
import { readFileReference } from './file-reference.ts';

/** MSP REST API, "Attachments". */
export const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** @param reference  What `parse` wrote: the attachment as Apple described it, as JSON. */
export async function downloadMedia(reference: string, context: AccountContext): Promise<MediaDownload> {
  const file = readFileReference(readText(reference));
  if (file === null) {
    throw new ChannelError('rejected', 'The file came without what it takes to get and to read it.', {
      platformCode: 'file:incomplete',
      cause: 'other',
    });
  }
  const bytes = await downloadFile(file, context.credentials.businessId ?? '', MAX_FILE_BYTES, context);
  return { bytes, mimeType: file.mimeType, fileName: file.name };
}

function readText(reference: string): unknown {
  try {
    return JSON.parse(reference);
  } catch {
    return null;
  }
}
