import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionSchema } from '../../../../src/channels/apple-messages/simulator/people/schema.ts';
import { startScene } from './scene.ts';

const CHANNELS = resolve(import.meta.dirname, '../../../../src/channels');
const FOLDERS = ['apple-messages/simulator', 'shared/simulator'];
const readme = readFileSync(resolve(CHANNELS, 'apple-messages/simulator/README.md'), 'utf8');

describe('the simulator over HTTP', () => {
  it('does what a test in the same process can do', async () => {
    const { apple, deliveries } = await startScene();
    const control = async (
      path: string,
      body?: object,
    ): Promise<{ status: number; json: Record<string, unknown> }> => {
      const response = await fetch(`${apple.controlUrl}${path}`, {
        ...(body !== undefined && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    };

    const account = await control('/accounts', { name: 'Second' });
    await control('/customers', { name: 'Ada', features: ['LIST'] });
    const done = await control('/customers/Ada/actions', { do: 'write', text: 'Hello', business: 'Acme' });
    await deliveries.waitFor(({ body }) => body.body === 'Hello');
    const inbox = await control('/customers/Ada/inbox');

    expect(account.json).toMatchObject({ name: 'Second', mspSecret: expect.any(String) });
    expect(done).toMatchObject({ status: 200, json: { kind: 'done' } });
    expect(inbox.json).toMatchObject({ messages: [] });
    expect((await control('/customers/Bob/inbox')).status).toBe(404);
    expect((await control('/customers/Ada/actions', { do: 'fly' })).status).toBe(400);
    expect((await control('/accounts/Second/webhook', { url: 'http://127.0.0.1:9/hook' })).status).toBe(200);
    expect((await control('/accounts/None/webhook', { url: 'http://127.0.0.1:9/hook' })).status).toBe(404);
  });

  it('follows a script', async () => {
    const { apple, send } = await startScene();
    const ada = apple.customer('Ada');
    const { customerId } = ada.writes('Hello');
    const script = ada.follows([{ say: 'Anybody?' }, { waitFor: 'yes' }, { act: { do: 'close' } }]);

    await send(customerId ?? '', { type: 'text', body: 'Yes!' });

    expect(await script).toMatchObject({ kind: 'finished' });
  });
});

describe('the simulator', () => {
  it('shares no code with the adapter that is tested against it', () => {
    const imported = FOLDERS.flatMap((folder) => importsIn(resolve(CHANNELS, folder)));
    const foreign = imported.filter((path) => !FOLDERS.some((folder) => path.startsWith(`${folder}/`)));

    expect(imported.length).toBeGreaterThan(80);
    expect([...new Set(foreign)]).toEqual(['../core/model/clock.ts']);
  });

  it('is not imported by the adapter', () => {
    const adapter = importsIn(resolve(CHANNELS, 'apple-messages'), /^simulator\//u);

    expect(adapter.filter((path) => path.includes('simulator/'))).toEqual([]);
  });

  it('has a README that names every action and every route', async () => {
    const { apple } = await startScene();
    const routes: unknown = await (await fetch(apple.controlUrl)).json();

    const actions = actionSchema.options.map((option) => option.shape.do.value);
    expect(actions.filter((action) => !readme.includes(`\`${action}\``))).toEqual([]);
    const missing = Array.isArray(routes)
      ? routes.filter(({ method, path }) => !readme.includes(`\`${method} ${path}\``))
      : routes;
    expect(missing).toEqual([]);
  });
});

/** Relative imports as paths below `src/channels`. */
function importsIn(folder: string, except?: RegExp): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && except?.test(file) !== true,
  );
  return files.flatMap((file) => {
    const source = readFileSync(resolve(folder, file), 'utf8');
    return [...source.matchAll(/from '(\.[^']+)'/gu)].map(([, specifier = '']) =>
      relative(CHANNELS, resolve(folder, dirname(file), specifier)),
    );
  });
}
