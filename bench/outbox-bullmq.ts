import { requirePeer } from './peers.ts';

/** As much of BullMQ as is used here. */
interface BullMq {
  readonly Queue: new (
    name: string,
    options: object,
  ) => {
    addBulk(
      jobs: readonly { readonly name: string; readonly data: Job; readonly opts: object }[],
    ): Promise<unknown>;
    obliterate(options: { readonly force: boolean }): Promise<void>;
    close(): Promise<void>;
  };
  readonly Worker: new (
    name: string,
    process: (job: { readonly data: Job }) => Promise<void>,
    options: object,
  ) => {
    on(event: 'completed', listener: () => void): void;
    run(): Promise<void>;
    close(): Promise<void>;
  };
}

interface Job {
  readonly to: string;
  readonly number: number;
}

/** The same messages by the same sender from a BullMQ queue; only the draining counts, not the adding. */
export async function drainWithBullMq<Result>(
  redisUrl: string,
  messages: number,
  concurrency: number,
  jobOf: (index: number) => Job,
  send: (to: string, number: number) => Promise<void>,
  timed: (drain: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const { Queue, Worker } = requirePeer<BullMq>('bullmq');
  const { hostname: host, port } = new URL(redisUrl);
  const connection = { host, port: Number(port), maxRetriesPerRequest: null };
  const queue = new Queue('bench', { connection });
  const opts = { removeOnComplete: true, attempts: 1 };
  const jobs = Array.from({ length: messages }, (_, index) => ({ name: 'send', data: jobOf(index), opts }));
  for (let from = 0; from < messages; from += 1_000) await queue.addBulk(jobs.slice(from, from + 1_000));
  const worker = new Worker('bench', ({ data }) => send(data.to, data.number), {
    connection,
    concurrency,
    autorun: false,
  });
  try {
    return await timed(async () => {
      let completed = 0;
      const all = new Promise<void>((resolve) => {
        worker.on('completed', () => {
          completed += 1;
          if (completed === messages) resolve();
        });
      });
      const running = worker.run();
      await Promise.race([all, running]);
      await all;
    });
  } finally {
    await worker.close();
    await queue.obliterate({ force: true });
    await queue.close();
  }
}
