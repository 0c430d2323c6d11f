import { once } from 'node:events';
import { stringify } from 'csv-stringify/sync';
import type { RequestHandler } from 'express';
import type { CampaignId, ContactId } from '../core/model/ids.ts';
import type { WorkspaceViewer } from '../core/model/viewer.ts';
import type { ReportLine } from '../core/store/campaign-report.ts';

export interface ReportDoor {
  readonly authenticate: (bearer: string) => Promise<WorkspaceViewer | null>;
  /** The inner id of a campaign's global one. */
  readonly readId: (globalId: string) => CampaignId;
  /** Null: there is no such campaign in the workspace. */
  readonly lines: (
    viewer: WorkspaceViewer,
    id: CampaignId,
    after: ContactId | null,
  ) => Promise<readonly ReportLine[] | null>;
}

const COLUMNS = {
  contactId: 'contact',
  name: 'name',
  channel: 'channel',
  account: 'account',
  state: 'state',
  queuedAt: 'queued at',
  acceptedAt: 'accepted at',
  deliveredAt: 'delivered at',
  readAt: 'read at',
  rule: 'refused by',
  reason: 'reason',
  cause: 'failed by',
  platformCode: 'platform code',
  hasAnswered: 'answered',
  hasWithdrawn: 'withdrew',
  price: 'estimated price',
  currency: 'currency',
} as const;

/**
 * `GET /campaigns/:id/report.csv`: a line for each recipient, written as it is read, so that its size costs no
 * memory. What a spreadsheet would take for a formula is defused: names come from strangers.
 */
export function serveCampaignReport(door: ReportDoor): RequestHandler {
  return async (request, response) => {
    const bearer = /^Bearer (\S+)$/u.exec(request.headers.authorization ?? '')?.[1];
    const viewer = bearer === undefined ? null : await door.authenticate(bearer);
    if (viewer === null) {
      response.status(401).json({ error: 'Send an API key or a member token: Authorization: Bearer …' });
      return;
    }
    const id = door.readId(String(request.params.id));
    let lines = await door.lines(viewer, id, null);
    if (lines === null) {
      response.status(404).json({ error: 'No such campaign in this workspace.' });
      return;
    }
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="campaign-report.csv"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    response.write(toCsv([], true));
    while (lines !== null && lines.length > 0 && !response.destroyed) {
      const isTaken = response.write(toCsv(lines, false));
      if (!isTaken) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      lines = await door.lines(viewer, id, lines.at(-1)?.contactId ?? null);
    }
    response.end();
  };
}

function toCsv(lines: readonly ReportLine[], header: boolean): string {
  const records = lines.map(({ estimatedMicros, ...line }) => ({
    ...line,
    price: estimatedMicros === null ? null : estimatedMicros / 1_000_000,
  }));
  return stringify(records, {
    header,
    columns: COLUMNS,
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { date: (date) => date.toISOString(), boolean: (is) => (is ? 'yes' : 'no') },
  });
}
