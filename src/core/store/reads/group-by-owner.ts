export type RawRow = Readonly<Record<string, unknown>>;

/** Rows of many owners, as `list_owner` tells them apart; each owner's rows keep their order. */
export function groupByOwner(raws: readonly RawRow[]): ReadonlyMap<string, readonly RawRow[]> {
  const groups = new Map<string, RawRow[]>();
  for (const raw of raws) {
    const owner = String(raw.list_owner);
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [raw]);
    else group.push(raw);
  }
  return groups;
}
