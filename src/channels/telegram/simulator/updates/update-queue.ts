import type { Random } from '../../../shared/simulator/random.ts';
import type { SimulatedTime } from '../../../shared/simulator/simulated-time.ts';
import { type AllowedUpdates, isAllowed } from './update-kinds.ts';

/** An update that its bot has not taken yet. */
export interface PendingUpdate {
  readonly updateId: number;
  readonly kind: string;
  /** The whole update as JSON. */
  readonly body: string;
  /** Updates of one chat keep their order. */
  readonly chatKey: string;
  readonly expiresAtMs: number;
}

/** What happened for one bot and waits to be told, by webhook or by `getUpdates`. */
export interface UpdateQueue {
  allowed: AllowedUpdates;
  readonly size: number;
  /** The update's id; null: the bot does not want such updates, or too many wait already. */
  push(kind: string, payload: unknown, chatKey: string, lifetimeMs?: number): number | null;
  /** Where an `offset` begins: one that lies in the future (ids were drawn anew) means the oldest there is. */
  startOf(offset: number): number;
  /** The oldest that are still of use, from an id on. */
  list(fromId: number, limit: number): readonly PendingUpdate[];
  remove(update: PendingUpdate): void;
  /** Forgets everything below an id: `getUpdates` with that offset confirms them. */
  confirmBelow(updateId: number): void;
  /** Forgets everything but the newest so many. */
  keepNewest(count: number): void;
  /** Calls back for each update that comes, until the returned function is called. */
  onPush(listener: (update: PendingUpdate) => void): () => void;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const HIGHEST_FIRST_ID = 900_000_000;

export function createUpdateQueue(time: SimulatedTime, random: Random, maxPending: number): UpdateQueue {
  // Keyed by update id: a Map keeps the order of insertion, which is the order of ids.
  const pending = new Map<number, PendingUpdate>();
  const listeners = new Set<(update: PendingUpdate) => void>();
  let nextId = random.integer(100_000, HIGHEST_FIRST_ID);
  let lastPushAtMs = time.nowMs();

  function chooseId(): number {
    // "If there are no new updates for at least a week, then identifier of the next update will be chosen randomly."
    if (pending.size === 0 && time.nowMs() - lastPushAtMs > 7 * DAY_MS) {
      nextId = random.integer(100_000, HIGHEST_FIRST_ID);
    }
    lastPushAtMs = time.nowMs();
    nextId += 1;
    return nextId - 1;
  }

  function dropExpired(): void {
    for (const update of pending.values()) {
      if (update.expiresAtMs <= time.nowMs()) pending.delete(update.updateId);
    }
  }

  return {
    allowed: null,
    get size() {
      dropExpired();
      return pending.size;
    },
    push(kind, payload, chatKey, lifetimeMs = DAY_MS) {
      if (!isAllowed(this.allowed, kind) || pending.size >= maxPending) return null;
      const updateId = chooseId();
      const update: PendingUpdate = {
        updateId,
        kind,
        body: JSON.stringify({ update_id: updateId, [kind]: payload }),
        chatKey,
        expiresAtMs: time.nowMs() + lifetimeMs,
      };
      pending.set(updateId, update);
      for (const listener of [...listeners]) listener(update);
      return updateId;
    },
    startOf: (offset) => (offset > nextId + 10 ? 0 : offset),
    list(fromId, limit) {
      dropExpired();
      const found: PendingUpdate[] = [];
      for (const update of pending.values()) {
        if (found.length === limit) break;
        if (update.updateId >= fromId) found.push(update);
      }
      return found;
    },
    remove(update) {
      pending.delete(update.updateId);
    },
    confirmBelow(updateId) {
      for (const id of pending.keys()) {
        if (id < updateId) pending.delete(id);
      }
    },
    keepNewest(count) {
      for (const id of [...pending.keys()].slice(0, Math.max(pending.size - count, 0))) pending.delete(id);
    },
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
