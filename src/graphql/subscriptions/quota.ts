/** How many of something each caller holds at once. */
export interface Quota {
  /** Takes one for the caller; null: they hold as many as they may. Giving back twice counts once. */
  take(caller: string): (() => void) | null;
}

export function createQuota(max: number): Quota {
  const held = new Map<string, number>();
  return {
    take(caller) {
      const count = held.get(caller) ?? 0;
      if (count >= max) return null;
      held.set(caller, count + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (held.get(caller) ?? 1) - 1;
        if (left === 0) held.delete(caller);
        else held.set(caller, left);
      };
    },
  };
}
