import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionSchema } from '../../../../src/channels/messenger/simulator/people/actions.ts';
import { startScene } from './scene.ts';

const CHANNELS = resolve(import.meta.dirname, '../../../../src/channels');
const FOLDERS = ['messenger/simulator', 'shared/simulator'];
const readme = readFileSync(resolve(CHANNELS, 'messenger/simulator/README.md'), 'utf8');

describe('the simulator', () => {
  it('shares no code with the adapter that is tested against it', () => {
    const imported = importsIn(resolve(CHANNELS, 'messenger/simulator'));
    const foreign = imported.filter((path) => !FOLDERS.some((folder) => path.startsWith(`${folder}/`)));

    expect(imported.length).toBeGreaterThan(50);
    expect([...new Set(foreign)]).toEqual(['../core/model/clock.ts']);
  });

  it('is not imported by the adapter', () => {
    const adapter = importsIn(resolve(CHANNELS, 'messenger'), /^simulator\//u);

    expect(adapter.filter((path) => path.includes('simulator/'))).toEqual([]);
  });
});

describe('its README', () => {
  it('names every action', () => {
    const actions = actionSchema.options.map((option) => option.shape.do.value);

    expect(actions.filter((action) => !readme.includes(`\`${action}\``))).toEqual([]);
  });

  it('names every route', async () => {
    const { messenger } = await startScene();
    const routes: unknown = await (await fetch(messenger.controlUrl)).json();

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
