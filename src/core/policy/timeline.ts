import type { PolicyEdition } from '../model/policy-edition.ts';
import { type Binding, bindingsOf } from './bindings.ts';

/** An edition with its rules ready to be asked. */
export interface InForce {
  readonly edition: PolicyEdition;
  readonly fromMs: number;
  readonly bindings: readonly Binding[];
}

/** Editions are written once and asked about a thousand times a second: each list is put in order once. */
const timelines = new WeakMap<readonly PolicyEdition[], readonly InForce[]>();

/** The newest edition in force at an instant; null: none is. Editions begin at midnight UTC. */
export function inForceAt(editions: readonly PolicyEdition[], at: Date): InForce | null {
  return timelineOf(editions).findLast(({ fromMs }) => fromMs <= at.getTime()) ?? null;
}

export function editionAt(editions: readonly PolicyEdition[], at: Date): PolicyEdition | null {
  return inForceAt(editions, at)?.edition ?? null;
}

function timelineOf(editions: readonly PolicyEdition[]): readonly InForce[] {
  const known = timelines.get(editions);
  if (known !== undefined) return known;
  const sorted = editions.toSorted((one, other) => (one.effectiveFrom < other.effectiveFrom ? -1 : 1));
  const timeline = sorted.map((edition, index) => ({
    edition,
    fromMs: Date.parse(edition.effectiveFrom),
    bindings: bindingsOf(sorted.slice(0, index + 1)),
  }));
  timelines.set(editions, timeline);
  return timeline;
}
