import { describe, expect, it } from 'vitest';
import { openPostgres } from '../../../src/core/store/postgres.ts';
import { UnusableStore } from '../../../src/core/store/unusable-store.ts';
import { describeOnServer } from '../../support/describe-on-every-engine.ts';

const NOBODY = '127.0.0.1:1';

describe('a server that is not there', () => {
  it.each([NOBODY, `${NOBODY},127.0.0.1:2`])(
    'is named by host and database, and never with its password: %s',
    async (hosts) => {
      const opening = openPostgres({ url: `postgres://confab:hunter2@${hosts}/inbox?a=b`, poolSize: 1 });

      const failure: unknown = await opening.catch((error: unknown) => error);

      expect(failure).toBeInstanceOf(UnusableStore);
      expect(String(failure)).toContain(`PostgreSQL at ${hosts}/inbox can not be used: connect ECONNREFUSED`);
      expect(String(failure)).not.toContain('hunter2');
    },
  );
});

describeOnServer('several addresses of one server', (server) => {
  it('are tried in turn: the first may be away', async () => {
    const { username, password, hostname, port, pathname } = new URL(server);
    const user = password === '' ? username : `${username}:${password}`;
    const url = `postgres://${user}@${NOBODY},${hostname}:${port || '5432'}${pathname}`;

    const database = await openPostgres({ url, poolSize: 2 });

    expect(await database.run({ name: 'test_one', text: 'SELECT 1 AS one' }, [])).toEqual([{ one: 1 }]);
    await database.close();
  });
});
