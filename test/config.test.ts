import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

describe('CONFAB_ADAPTERS', () => {
  it('is a list of packages and files; nothing when it is not set', () => {
    const { adapters } = readConfig({ CONFAB_ADAPTERS: '@acme/confab-line, ./adapters/foo.js,/opt/bar.mjs' });

    expect(adapters).toEqual(['@acme/confab-line', './adapters/foo.js', '/opt/bar.mjs']);
    expect(readConfig({}).adapters).toEqual([]);
  });

  it.each(['adapters/foo.js', './a.js,./a.js', 'a,,b', 'https://acme.example/adapter.js', '@acme'])(
    'is refused when it is "%s", with an example',
    (value) => {
      expect(() => readConfig({ CONFAB_ADAPTERS: value })).toThrow(ConfigError);
      expect(() => readConfig({ CONFAB_ADAPTERS: value })).toThrow(
        'Example: CONFAB_ADAPTERS=@acme/confab-line,./adapters/foo.js',
      );
    },
  );
});
