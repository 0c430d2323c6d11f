import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Log } from '../core/inbox/core.ts';

export interface Routes {
  readonly graphql: RequestHandler;
  readonly media: RequestHandler;
  readonly upload: RequestHandler;
  readonly join: RequestHandler;
  readonly importErrors: RequestHandler;
  readonly campaignReport: RequestHandler;
  readonly livez: RequestHandler;
  readonly readyz: RequestHandler;
  readonly metrics: RequestHandler;
}

/** Everything but webhooks: the inbox API and what operators ask. */
export function createApp(routes: Routes, log: Log): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/livez', routes.livez);
  app.get('/readyz', routes.readyz);
  app.get('/metrics', routes.metrics);
  app.get('/media/:token{/:name}', routes.media);
  app.post('/media', routes.upload);
  app.get('/join/:token', routes.join);
  app.get('/join/:token/:picture', routes.join);
  app.get('/migration-imports/:id/errors.csv', routes.importErrors);
  app.get('/campaigns/:id/report.csv', routes.campaignReport);
  app.use('/graphql', routes.graphql);
  app.get('/', (_request, response) => response.redirect(302, '/graphql'));
  app.use((_request, response) => {
    response.status(404).json({ error: 'Nothing is served here. The API is at /graphql.' });
  });
  app.use(answerAccidents(log));
  return app;
}

/**
 * An exception ends its one request: logged with its context, told to nobody. An address that can not be decoded is
 * no accident, but a request that is wrong.
 */
function answerAccidents(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (error instanceof URIError) {
      response.status(400).json({ error: 'The address can not be read.' });
      return;
    }
    log.error({ error, method: request.method, route: request.route?.path }, 'a request failed by accident');
    if (response.headersSent) response.destroy();
    else response.status(500).json({ error: 'Something went wrong on our side; it has been logged.' });
  };
}
