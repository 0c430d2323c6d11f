import type { ChannelDefinition } from './adapter.ts';

/** The adapters of this process, by name. Built once at start-up and never changed. */
export interface ChannelRegistry {
  readonly all: readonly ChannelDefinition[];
  /** Null when no adapter of that name is installed (an account of a removed partner package). */
  find(name: string): ChannelDefinition | null;
}

export function createChannelRegistry(definitions: readonly ChannelDefinition[]): ChannelRegistry {
  const byName = new Map<string, ChannelDefinition>();
  for (const definition of definitions) {
    if (byName.has(definition.name)) throw new Error(`Two adapters are named "${definition.name}".`);
    byName.set(definition.name, definition);
  }
  return { all: definitions, find: (name) => byName.get(name) ?? null };
}
