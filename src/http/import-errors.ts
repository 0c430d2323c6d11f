import { once } from 'node:events';
import { stringify } from 'csv-stringify';
import type { RequestHandler } from 'express';
import type { MigrationImportId } from '../core/model/ids.ts';
import type { WorkspaceViewer } from '../core/model/viewer.ts';
import { hasRole } from '../core/model/viewer.ts';
import type { ImportError } from '../core/store/migration-imports.ts';
import type { MigrationImport } from '../core/store/rows.ts';

export interface ImportErrorsDoor {
  readonly authenticate: (bearer: string) => Promise<WorkspaceViewer | null>;
  readonly find: (viewer: WorkspaceViewer, id: MigrationImportId) => Promise<MigrationImport | null>;
  readonly read: (
    viewer: WorkspaceViewer,
    id: MigrationImportId,
    afterRow: number,
    limit: number,
  ) => Promise<readonly ImportError[]>;
}

const PAGE = 1_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** `GET /migration-imports/:id/errors.csv`: every row of a file that brought nobody, with its number and why. */
export function serveImportErrors(door: ImportErrorsDoor): RequestHandler {
  return async (request, response) => {
    const bearer = /^Bearer (\S+)$/u.exec(request.headers.authorization ?? '')?.[1];
    const viewer = bearer === undefined ? null : await door.authenticate(bearer);
    if (viewer === null || !hasRole(viewer, 'ADMIN')) {
      response.status(viewer === null ? 401 : 403).json({ error: 'This needs the key of an ADMIN.' });
      return;
    }
    const id = String(request.params.id) as MigrationImportId;
    const job = UUID.test(id) ? await door.find(viewer, id) : null;
    if (job === null) {
      response.status(404).json({ error: 'No such import in this workspace.' });
      return;
    }
    response.status(200).set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="errors.csv"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    // What a list brings may begin with "=": a spreadsheet would run it.
    const csv = stringify({
      header: true,
      columns: ['row', 'column', 'problem', 'value'],
      escape_formulas: true,
    });
    csv.pipe(response);
    for (let after = 0; ; ) {
      const page = await door.read(viewer, job.id, after, PAGE);
      for (const { rowNumber, column, message, value } of page) {
        if (!csv.write([rowNumber, column, message, value])) await once(csv, 'drain');
      }
      after = page.at(-1)?.rowNumber ?? after;
      if (page.length < PAGE || response.destroyed) break;
    }
    csv.end();
  };
}
