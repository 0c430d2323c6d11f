import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Application, baseUrl, compose } from './compose.ts';
import { type Config, ConfigError } from './config.ts';
import { authenticate } from './core/access/authenticate.ts';
import { readCampaignLines } from './core/campaigns/campaign-report.ts';
import { storeUpload } from './core/inbox/store-upload.ts';
import { landingUrl, openLanding } from './core/migration/landing.ts';
import { findMedia } from './core/store/media.ts';
import { findImport, readImportErrors } from './core/store/migration-imports.ts';
import { createGraphQLHandler } from './graphql/handler.ts';
import { decodeId, encodeId } from './graphql/ids.ts';
import { loadTrustedDocuments, type TrustedDocuments } from './graphql/trusted-documents.ts';
import { createApp } from './http/app.ts';
import { serveCampaignReport } from './http/campaign-report.ts';
import { livez, readyz } from './http/health.ts';
import { serveImportErrors } from './http/import-errors.ts';
import { serveJoin } from './http/join.ts';
import { serveMedia } from './http/media.ts';
import { createMetrics } from './http/metrics.ts';
import { takeUpload } from './http/upload.ts';
import { startServer } from './server.ts';

export interface RunningGateway {
  readonly application: Application;
  readonly port: number;
  /**
   * Drains: nothing new, what is in flight finishes, the rest stays queued.
   *
   * @param noticeMs  Before that, so long everything is still answered while `/readyz` says no, for whoever
   *                  spreads requests over processes to notice. Default 0.
   */
  close(noticeMs?: number): Promise<void>;
}

export interface ServeOptions {
  /** Filled into GraphiQL: for the demo alone. */
  readonly graphiqlToken?: () => string | null;
}

/** Builds everything for a role and opens the doors; resolves when requests are answered. */
export async function serve(
  config: Config,
  log: Logger,
  options: ServeOptions = {},
): Promise<RunningGateway> {
  const trustedDocuments = await readTrustedDocuments(config.trustedDocuments);
  let port = config.port;
  let isDraining = false;
  const ownUrl = () => baseUrl({ ...config, port });
  const application = await compose(config, log, ownUrl);
  const { core, intake, feed, mediaLinks, contentStore, secrets } = application;
  const access = {
    db: core.db,
    clock: core.clock,
    adminKeyHash: secrets.adminKeyHash,
    tokenKey: core.tokenKey,
    log: core.log,
  };
  const recognise = (bearer: string) => authenticate(access, bearer);
  const metrics = createMetrics(core.db, () => intake);
  const graphql = createGraphQLHandler({
    authenticate: recognise,
    services: { core, feed, mediaUrl: mediaLinks.urlFor, baseUrl: ownUrl },
    graphiqlToken: options.graphiqlToken ?? (() => null),
    trustedDocuments,
  });
  const app = createApp(
    {
      livez,
      graphql: graphql.handle,
      metrics: metrics.serve,
      readyz: readyz({ isDraining: () => isDraining, pingDatabase: () => core.db.ping() }),
      media: serveMedia({
        links: mediaLinks,
        find: ({ workspaceId, mediaId }) => findMedia(core.db, workspaceId, mediaId),
        pathOf: contentStore.pathOf,
      }),
      join: serveJoin({
        open: (token, isPerson) => openLanding(core, token, isPerson),
        urlOf: (token) => landingUrl(core, token),
      }),
      importErrors: serveImportErrors({
        authenticate: async (bearer) => {
          const viewer = await recognise(bearer);
          return viewer === null || viewer.kind === 'admin' ? null : viewer;
        },
        find: (viewer, id) => findImport(core.db, viewer.workspaceId, id),
        read: (viewer, id, after, limit) => readImportErrors(core.db, viewer.workspaceId, id, after, limit),
      }),
      upload: takeUpload({
        authenticate: async (bearer) => {
          const viewer = await recognise(bearer);
          return viewer === null || viewer.kind === 'admin' ? null : viewer;
        },
        store: async (viewer, file) => {
          const stored = await storeUpload(core, contentStore, viewer, file);
          return { ...stored, mediaId: encodeId('Media', stored.mediaId) };
        },
      }),
      campaignReport: serveCampaignReport({
        authenticate: async (bearer) => {
          const viewer = await recognise(bearer);
          return viewer === null || viewer.kind === 'admin' ? null : viewer;
        },
        readId: (globalId) => decodeId('Campaign', globalId),
        lines: ({ workspaceId }, id, after) => readCampaignLines(core.db, workspaceId, id, after),
      }),
    },
    log,
  );
  const server = await startServer(
    {
      app,
      metrics,
      channelNames: core.channels.all.map(({ name }) => name),
      receiveWebhook: intake.receiveWebhook,
      attach: graphql.attach,
    },
    config.port,
    config.host,
  ).catch(async (error: unknown) => {
    await application.close();
    throw error;
  });
  port = server.port;
  for (const worker of application.workers) worker.start();
  return {
    application,
    port,
    async close(noticeMs = 0) {
      isDraining = true;
      server.drain();
      await sleep(noticeMs);
      await graphql.close();
      await server.close();
      await application.close();
    },
  };
}

async function readTrustedDocuments(path: string | null): Promise<TrustedDocuments | null> {
  if (path === null) return null;
  try {
    return await loadTrustedDocuments(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it could not be read';
    throw new ConfigError(`CONFAB_TRUSTED_DOCUMENTS: ${path} can not be used: ${reason}`);
  }
}
