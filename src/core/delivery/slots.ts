/** A bounded number of places; whoever finds none waits in line. */
export interface Slots {
  take(): Promise<void>;
  free(): void;
}

export function createSlots(count: number): Slots {
  let left = count;
  const line: (() => void)[] = [];
  return {
    async take() {
      if (left > 0) left -= 1;
      else await new Promise<void>((resolve) => line.push(resolve));
    },
    free() {
      const next = line.shift();
      if (next === undefined) left += 1;
      else next();
    },
  };
}
