import type { Thread, World } from '../state.ts';

/** Sends a body of a customer's device to the business. Null: the business has entered no address yet. */
export function post(
  world: World,
  thread: Thread,
  content: Readonly<Record<string, unknown>>,
): string | null {
  const { business, customerId, person } = thread;
  if (business.lanes === null) return null;
  const id = newId(world);
  const body = {
    v: 1,
    id,
    sourceId: customerId,
    destinationId: business.id,
    ...(person.locale !== null && { locale: person.locale }),
    ...content,
  };
  business.lanes.add({
    lane: customerId,
    kind: String(content.type ?? '').toLowerCase(),
    id: String(body.id),
    thread: { ...thread, customerId: String(body.sourceId) },
    body: JSON.stringify(body),
  });
  return String(body.id);
}

/** A UUID of version 4 that the seed decides. */
function newId({ random }: World): string {
  const hex = (count: number) => random.characters('0123456789abcdef', count);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}
