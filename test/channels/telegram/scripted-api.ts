import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { createGuardedFetch } from '../../../src/channels/shared/guarded-fetch.ts';
import type { AccountContext } from '../../../src/core/channel/index.ts';
import { systemClock } from '../../../src/core/model/clock.ts';

export interface ScriptedAnswer {
  readonly status?: number;
  /** Sent as JSON; a string as it is. */
  readonly body: unknown;
}

export interface ReceivedCall {
  readonly operation: string;
  readonly body: unknown;
}

/**
 * A server that gives one answer to every call, for answers that a well-behaved Telegram would not give.
 *
 * @param calls  Collects what came, where that is of interest: JSON only.
 */
export async function startScriptedApi(
  answer: ScriptedAnswer,
  calls: ReceivedCall[] = [],
): Promise<AccountContext> {
  const server = createServer(async (request, response) => {
    const operation = request.url?.split('/').at(-1) ?? '';
    calls.push({ operation, body: JSON.parse(await text(request)) });
    response.writeHead(answer.status ?? 200);
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    accountId: 'account-1',
    credentials: { botToken: '55:AAFexampleexampleexampleexampleexa', webhookSecret: 'demo-secret_42' },
    settings: {},
    apiBaseUrl: `http://127.0.0.1:${port}`,
    externalId: '55',
    fetch: createGuardedFetch({ allowPrivateAddresses: true }),
    openMedia: () => Promise.reject(new Error('There are no files here.')),
    clock: systemClock,
    signal: AbortSignal.timeout(10_000),
  };
}
