import type { RequestHandler } from 'express';
import type { WorkspaceViewer } from '../core/model/viewer.ts';
import { hasRole } from '../core/model/viewer.ts';
import { createBodyRoom, readBody } from './read-body.ts';

/** The most that any built-in channel takes as one file (100 MB on WhatsApp and Apple Messages). */
const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;
/** Files are held in memory until they are whole. */
const MAX_ARRIVING_BYTES = 4 * MAX_UPLOAD_BYTES;

export interface UploadDoor {
  readonly authenticate: (bearer: string) => Promise<WorkspaceViewer | null>;
  /** Keeps the bytes and answers with the id that a media part names them by. */
  readonly store: (
    viewer: WorkspaceViewer,
    file: { readonly bytes: Uint8Array; readonly fileName: string | null },
  ) => Promise<{ readonly mediaId: string; readonly mimeType: string; readonly sizeBytes: number }>;
}

/**
 * `POST /media?fileName=…` with the file as the body: what an inbox uploads before it sends it.
 * Answers `{ mediaId, mimeType, sizeBytes }`; the type is found from the bytes.
 */
export function takeUpload(door: UploadDoor): RequestHandler {
  const room = createBodyRoom(MAX_ARRIVING_BYTES);
  return async (request, response) => {
    const bearer = /^Bearer (\S+)$/u.exec(request.headers.authorization ?? '')?.[1];
    const viewer = bearer === undefined ? null : await door.authenticate(bearer);
    if (viewer === null) {
      response.status(401).json({ error: 'Send an API key or a member token: Authorization: Bearer …' });
      return;
    }
    if (!hasRole(viewer, 'AGENT')) {
      response.status(403).json({ error: 'Uploading needs the role AGENT or above.' });
      return;
    }
    const body = await readBody(request, MAX_UPLOAD_BYTES, room);
    if (body.kind === 'aborted') return;
    if (body.kind === 'too-large') {
      response
        .set('connection', 'close')
        .status(413)
        .json({ error: `A file may have at most ${MAX_UPLOAD_BYTES} bytes.` });
      return;
    }
    if (body.kind === 'no-room') {
      response
        .set({ connection: 'close', 'retry-after': '5' })
        .status(503)
        .json({ error: 'Too many files are being uploaded: try again in a moment.' });
      return;
    }
    if (body.bytes.length === 0) {
      response.status(400).json({ error: 'The body is empty: send the file itself as the body.' });
      return;
    }
    const { fileName } = request.query;
    response.status(201).json(
      await door.store(viewer, {
        bytes: body.bytes,
        fileName: typeof fileName === 'string' && fileName !== '' ? fileName.slice(0, 255) : null,
      }),
    );
  };
}
