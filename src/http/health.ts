import type { RequestHandler } from 'express';

/** `GET /livez`: the process runs. Says nothing of the database, whose absence is no reason to kill us. */
export const livez: RequestHandler = (_request, response) => {
  response.status(200).json({ status: 'alive' });
};

export interface Readiness {
  /** True from SIGTERM on: no new work, please. */
  readonly isDraining: () => boolean;
  readonly pingDatabase: () => Promise<void>;
}

/** `GET /readyz`: this process can serve now. 503 names what is missing. */
export function readyz(readiness: Readiness): RequestHandler {
  return async (_request, response) => {
    if (readiness.isDraining()) {
      response.status(503).json({ status: 'draining' });
      return;
    }
    try {
      await readiness.pingDatabase();
      response.status(200).json({ status: 'ready' });
    } catch {
      response.status(503).json({ status: 'unavailable', missing: 'database' });
    }
  };
}
