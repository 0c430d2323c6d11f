import type { TemplateContent } from '../channel/index.ts';
import type { Core } from '../inbox/core.ts';
import type { MediaId } from '../model/ids.ts';
import { type UserError, validationFailed } from '../model/result.ts';
import { findMedia } from '../store/media.ts';
import type { TemplateAccount } from './find-account.ts';

/** Stands for the handle of an example that is still to be uploaded, while the form of its template is checked. */
export const HANDLE_TO_COME = 'to-come';

/** Larger ones than a call usually has: a film travels meanwhile. */
const TIMEOUT_MS = 120_000;

/** Puts the handle of an example where a header with a file wants it; other contents stay as they are. */
export function withHandle<Content extends TemplateContent>(content: Content, handle: string): Content {
  const { header } = content;
  if (header === null || header.kind === 'text' || header.kind === 'location') return content;
  return { ...content, header: { ...header, exampleHandle: handle } };
}

/** Whether the file can be an example at all; null: nothing speaks against it. */
export async function objectionToExample(
  core: Pick<Core, 'db'>,
  { account, port, displayName }: TemplateAccount,
  { header }: TemplateContent,
  mediaId: MediaId | null,
): Promise<UserError | null> {
  const path = ['header', 'exampleMediaId'];
  if (mediaId === null) return null;
  if (port.uploadExample === undefined) return validationFailed(`${displayName} wants no examples.`, path);
  if (header === null || header.kind === 'text' || header.kind === 'location')
    return validationFailed('Only headers that are files have an example of a file.', path);
  if ((await findMedia(core.db, account.workspaceId, mediaId))?.contentHash == null)
    return validationFailed('There is no such file. Upload it first.', path);
  return null;
}

/**
 * The content as the platform takes it: where an example is still with us, it is uploaded first.
 *
 * @throws {ChannelError} when the platform does not take the example.
 */
export async function withUploadedExample<Content extends TemplateContent>(
  core: Core,
  { account, port }: TemplateAccount,
  content: Content,
  mediaId: MediaId | null,
): Promise<Content> {
  const { header } = content;
  if (mediaId === null || header === null || header.kind === 'text' || header.kind === 'location')
    return content;
  const example = { kind: header.kind, source: { from: 'store', mediaId } } as const;
  const context = await core.openAccount(account, TIMEOUT_MS);
  const handle = await port.uploadExample?.(example, context);
  return handle === undefined ? content : withHandle(content, handle);
}
