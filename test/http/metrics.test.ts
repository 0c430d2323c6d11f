import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countBacklogs } from '../../src/core/store/backlogs.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { describeOnEveryEngine } from '../support/describe-on-every-engine.ts';
import type { TestDatabase } from '../support/test-database.ts';

const OPERATIONS = resolve(import.meta.dirname, '../../docs/operations.md');

describeOnEveryEngine('the metrics in docs/operations.md', (open) => {
  let documented = '';
  beforeAll(async () => {
    documented = await readFile(OPERATIONS, 'utf8');
  });

  it('are served, and every metric of ours is there', async () => {
    const served = await serve(await open());
    const named = [...documented.matchAll(/^\| `(\w+)(?:\{[^`]*\})?` \|/gmu)].map(([, name = '']) => name);

    const ours = [...served.matchAll(/^# TYPE (confab_\w+)/gmu)].map(([, name]) => name);

    expect(new Set(named.filter((name) => name.startsWith('confab_')))).toEqual(new Set(ours));
    for (const name of named) expect(served, name).toMatch(new RegExp(`^# TYPE ${name} `, 'mu'));
  });

  it('name every kind of backlog', async () => {
    const kinds = Object.keys(await countBacklogs(await open()));

    for (const kind of kinds) expect(documented).toContain(`\`confab_backlog{kind="${kind}"}\``);
  });
});

const servers: { close(): void }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function serve(db: TestDatabase): Promise<string> {
  const metrics = createMetrics(db, () => null);
  const server = express().get('/metrics', metrics.serve).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}
