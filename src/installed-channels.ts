import { cwd } from 'node:process';
import { BUILT_IN_CHANNELS } from './built-in-channels.ts';
import { guardAdapter } from './core/channel/guard-adapter.ts';
import { type ChannelRegistry, createChannelRegistry } from './core/channel/index.ts';
import { loadAdapters } from './core/channel/load-adapters.ts';
import { watchStrayFailures } from './core/channel/stray-failures.ts';
import type { Log } from './core/inbox/core.ts';

export interface InstalledChannels {
  readonly registry: ChannelRegistry;
  close(): void;
}

/**
 * The channels that come with Confab and those of partners, whose mistakes are kept their own.
 *
 * @throws {AdapterRefused} when a partner's adapter is broken: before anything is opened.
 */
export async function installChannels(specifiers: readonly string[], log: Log): Promise<InstalledChannels> {
  const taken = BUILT_IN_CHANNELS.map(({ name }) => name);
  const loaded = await loadAdapters(specifiers, cwd(), taken);
  const foreign = loaded.map(({ definition, specifier }) =>
    guardAdapter(definition, (operation, error) =>
      log.error({ error, adapter: specifier, operation }, 'a partner’s adapter broke its contract'),
    ),
  );
  const registry = createChannelRegistry([...BUILT_IN_CHANNELS, ...foreign]);
  if (loaded.length === 0) return { registry, close: () => {} };
  const watch = watchStrayFailures(
    loaded.map(({ url }) => url),
    (error) => log.error({ error }, 'a partner’s adapter failed outside of any call; it goes on without'),
  );
  return { registry, close: watch.stop };
}
