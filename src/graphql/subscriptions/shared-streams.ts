import type { StreamPlan } from './plan.ts';
import { type Scope, scopeKey } from './scope.ts';
import { createSharedStream, type SharedStream, type SharedStreamParts } from './shared-stream.ts';

export interface SharedStreams {
  /** The stream of all who ask this with these rights. Whoever joins leaves again. */
  join(scope: Scope, plan: StreamPlan): { readonly stream: SharedStream; leave(): void };
  /** How many different ones are running. */
  readonly size: number;
}

interface Entry {
  /** Kept once here, and not by each of those who share it. */
  readonly key: string;
  readonly stream: SharedStream;
  members: number;
}

/** One stream for each (rights, document, variables), while anybody follows it. */
export function createSharedStreams(parts: SharedStreamParts): SharedStreams {
  const entries = new Map<string, Entry>();

  const open = (key: string, scope: Scope, plan: StreamPlan) => {
    const entry: Entry = { key, stream: createSharedStream(parts, scope, plan), members: 0 };
    entries.set(key, entry);
    // Whoever comes after it has ended gets a new one.
    void entry.stream.ended.then(() => {
      if (entries.get(key) === entry) entries.delete(key);
    });
    return entry;
  };

  return {
    get size() {
      return entries.size;
    },
    join(scope, plan) {
      const wanted = `${scopeKey(scope)}${plan.key}`;
      const entry = entries.get(wanted) ?? open(wanted, scope, plan);
      entry.members += 1;
      return {
        stream: entry.stream,
        leave() {
          entry.members -= 1;
          if (entry.members > 0) return;
          if (entries.get(entry.key) === entry) entries.delete(entry.key);
          entry.stream.close();
        },
      };
    },
  };
}
