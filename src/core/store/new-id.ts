import { v7 } from 'uuid';
import type { Id } from '../model/ids.ts';

const BYTES_AN_ID = 16;
/** Asking the system for 16 bytes at a time cost more than all else that making an id does. */
const pool = new Uint8Array(BYTES_AN_ID * 256);
const words = new DataView(pool.buffer);
let taken = pool.length;

let msecs = 0;
/** Counts up within a millisecond, from anywhere in the lower half of its 32 bits. */
let seq = 0;

/** A fresh UUIDv7: ids made later sort later, also within one millisecond of this process. */
export function newId<NewId extends Id<string>>(): NewId {
  if (taken === pool.length) {
    crypto.getRandomValues(pool);
    taken = 0;
  }
  const random = pool.subarray(taken, taken + BYTES_AN_ID);
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // The word that an id made of these bytes alone would take.
    seq = words.getUint32(taken + 6) >>> 1;
  } else {
    seq = (seq + 1) | 0;
    // All 32 bits are used up: this millisecond has no more ids.
    if (seq === 0) msecs += 1;
  }
  taken += BYTES_AN_ID;
  return v7({ random, msecs, seq }) as NewId;
}
