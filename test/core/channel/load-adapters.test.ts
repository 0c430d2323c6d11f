import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAdapters } from '../../../src/core/channel/load-adapters.ts';
import { adapterFile, folderWith } from './foreign-adapter.ts';

const refusal = async (files: Readonly<Record<string, string>>, specifiers = ['./adapter.js']) => {
  const folder = await folderWith({ 'package.json': '{"type":"module"}', ...files });
  const error = await loadAdapters(specifiers, folder, ['telegram']).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('Nothing was refused.');
  return error.message.replaceAll(folder, '<folder>');
};

describe('a partner’s adapter', () => {
  it('is loaded from a file beside the working directory, and from an absolute one', async () => {
    const folder = await folderWith({
      'package.json': '{"type":"module"}',
      'adapters/one.js': adapterFile('', 'one'),
      'two.mjs': adapterFile('', 'two'),
    });

    const loaded = await loadAdapters(['./adapters/one.js', join(folder, 'two.mjs')], folder, []);

    expect(loaded.map(({ definition }) => definition.name)).toEqual(['one', 'two']);
  });

  it.each([
    ['by a condition', { exports: { '.': { types: './x.d.ts', import: './dist/main.js' } } }],
    ['by one address', { exports: './dist/main.js' }],
    ['by `main`', { main: 'dist/main.js' }],
  ])('is loaded from an installed package that exports it %s', async (_, manifest) => {
    const folder = await folderWith({
      'node_modules/@acme/confab-chat/package.json': JSON.stringify({ type: 'module', ...manifest }),
      'node_modules/@acme/confab-chat/dist/main.js': adapterFile(),
      'here/package.json': '{}',
    });

    const loaded = await loadAdapters(['@acme/confab-chat'], join(folder, 'here'), []);

    expect(loaded.map(({ definition }) => definition.name)).toEqual(['acme-chat']);
  });

  it.each([
    [
      'there is none',
      {},
      './adapter.js: there is no file <folder>/adapter.js. Paths begin at the working directory',
    ],
    ['it can not be read', { 'adapter.js': 'export const channel = {' }, 'can not be loaded ('],
    [
      'it throws',
      { 'adapter.js': 'throw new Error("No licence found.")' },
      'can not be loaded (Error: No licence found.). Check that `node` can import it by itself.',
    ],
    [
      'it exports something else',
      { 'adapter.js': 'export default {}; export const line = {};' },
      'has no export "channel" (it exports default, line). Write: export const channel = defineChannel({ … }).',
    ],
    [
      'its export is nothing',
      { 'adapter.js': 'export const channel = null' },
      'its export channel must be an object',
    ],
    [
      'a function is missing',
      { 'adapter.js': adapterFile('delete channel.render;') },
      'its export channel.render must be a function',
    ],
    [
      'a capability is missing',
      { 'adapter.js': adapterFile('delete channel.capabilities.text.maxLength;') },
      'its export channel.capabilities.text.maxLength must be a whole number',
    ],
    [
      'a capability is no word of ours',
      { 'adapter.js': adapterFile("channel.capabilities.parts.outbound = ['text', 'hologram'];") },
      'its export channel.capabilities.parts.outbound.1 must be one of text, media,',
    ],
    [
      'its name can not stand in an address',
      { 'adapter.js': adapterFile("channel.name = 'Acme Chat';") },
      'its export channel.name must be lower-case kebab',
    ],
    [
      'nothing could come in',
      { 'adapter.js': adapterFile('delete channel.webhook;') },
      'its export channel.webhook or `polling` must be there',
    ],
    [
      'its rules belong to another channel',
      { 'adapter.js': adapterFile("channel.policyEditions[0].channel = 'viber';") },
      'its export channel.policyEditions.0.channel must be "acme-chat"',
    ],
    [
      'its name is taken',
      { 'adapter.js': adapterFile('', 'telegram') },
      'channel.name is "telegram", which is a channel that comes with Confab. Give it another name.',
    ],
  ])('is refused in a sentence when %s', async (_, files, sentence) => {
    const message = await refusal(files as Readonly<Record<string, string>>);

    expect(message).toMatch(/^CONFAB_ADAPTERS: \.\/adapter\.js: /u);
    expect(message).toContain(sentence);
    expect(message).not.toContain('\n');
  });

  it('is refused when its package is not installed', async () => {
    expect(await refusal({}, ['@acme/confab-line'])).toBe(
      'CONFAB_ADAPTERS: @acme/confab-line: is no package that is installed in <folder>. Run: npm install @acme/confab-line.',
    );
  });

  it('is refused when two have one name', async () => {
    const files = { 'one.js': adapterFile(), 'two.js': adapterFile() };

    expect(await refusal(files, ['./one.js', './two.js'])).toContain(
      './two.js: channel.name is "acme-chat", which is the channel of ./one.js.',
    );
  });
});
