import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { PlatformReply, PlatformReport, PlatformRequest } from './platform-process.ts';

export interface Platform {
  readonly url: string;
  /** Forgets what came; the promise resolves when so many messages have come. */
  expect(messages: number): Promise<void>;
  /** What came since; `mostWithin` for windows of `perMs`. */
  report(perMs: number): Promise<PlatformReport>;
  close(): void;
}

/** @param answerMs  How long each request takes. */
export async function startPlatform(answerMs: number): Promise<Platform> {
  const child = fork(resolve(import.meta.dirname, 'platform-process.ts'), [String(answerMs)], {
    execArgv: ['--import', 'tsx'],
  });
  const tell = (request: PlatformRequest) => child.send(request);
  const next = async <Kind extends PlatformReply['kind']>(kind: Kind) => {
    for (;;) {
      const [reply] = (await once(child, 'message')) as [PlatformReply];
      if (reply.kind === kind) return reply as Extract<PlatformReply, { kind: Kind }>;
    }
  };
  const { url } = await next('listening');
  return {
    url,
    async expect(messages) {
      const complete = next('complete');
      tell({ kind: 'expect', messages });
      await complete;
    },
    report(perMs) {
      const report = next('report');
      tell({ kind: 'report', perMs });
      return report;
    },
    close: () => child.disconnect(),
  };
}
