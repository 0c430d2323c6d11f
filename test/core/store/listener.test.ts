import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../src/core/store/database.ts';
import { type Listener, startListener } from '../../../src/core/store/listener.ts';
import { openPostgres } from '../../../src/core/store/postgres.ts';
import { openServerConnection } from '../../../src/core/store/server-connection.ts';
import { describeOnServer } from '../../support/describe-on-every-engine.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { waitFor } from '../../support/wait-for.ts';

const CHANNEL = 'confab_listener_test';
const END_OTHERS = {
  name: 'test_end_listeners',
  text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE query LIKE '%${CHANNEL}%' AND pid <> pg_backend_pid()`,
};

describeOnServer('whoever listens to the server', (server) => {
  let line: TcpProxy;
  let speaker: Database;
  let listener: Listener;
  let heard: string[];
  let changes: boolean[];

  beforeEach(async () => {
    const target = new URL(server);
    const port = Number(target.port || 5432);
    line = await startTcpProxy(() => [port]);
    speaker = await openPostgres({ url: server, poolSize: 1 });
    heard = [];
    changes = [];
    target.host = `127.0.0.1:${line.port}`;
    listener = startListener({
      channel: CHANNEL,
      open: (onNotify) => openServerConnection(target.href, onNotify),
      onPayload: (payload) => heard.push(payload),
      onChange: ({ isHearing }) => changes.push(isHearing),
      askEveryMs: 300,
      answerWithinMs: 2_000,
    });
    await waitFor('it hears', () => changes.at(-1) === true);
  });
  afterEach(async () => {
    await listener.stop();
    await speaker.close();
    await line.close();
  });

  const says = (payload: string) => speaker.notifications?.notify(CHANNEL, payload);
  const isHeard = async (payload: string) => {
    await says(payload);
    await waitFor(`"${payload}" is heard`, () => heard.includes(payload));
  };

  const faults: Readonly<Record<string, () => unknown>> = {
    'is reset': () => line.reset(),
    'is closed by the other side': () => line.cut(),
    'is ended by the server': () => speaker.run(END_OTHERS, []),
    'falls silent, as when a cable is pulled': () => line.silence(),
    'is refused for a while': () => line.partition(),
  };

  it.each(Object.keys(faults))(
    'hears again, by itself, when its line %s, and tells that it did not',
    async (name) => {
      await isHeard('before');

      await faults[name]?.();
      await waitFor('it is told', () => changes.includes(false));
      line.restore();
      await waitFor('it hears', () => changes.at(-1) === true);

      await isHeard('after');
      expect(heard).toEqual(['before', 'after']);
    },
  );

  it('hears again when its line breaks at any step of beginning to listen', async () => {
    for (let step = 0; step < 5; step += 1) {
      const losing = line.loseAnswers(1, step);
      line.reset();
      await waitFor('an answer is lost', () => losing.lost === 1);
      await waitFor(`what is said after step ${step} is heard`, async () => {
        await says(`step ${step}`);
        return heard.includes(`step ${step}`);
      });
    }
  });

  it('hears nothing more once it has been stopped, also while its line is silent', async () => {
    line.silence();

    await listener.stop();
    line.restore();
    await says('late');
    await speaker.ping();

    expect(heard).toEqual([]);
  });
});
