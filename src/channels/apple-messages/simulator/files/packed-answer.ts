import { deflateSync, inflateSync } from 'node:zlib';

/** How devices pack an answer is between them and Apple: to everybody else it is bytes to be decoded. */
const MARK = Buffer.from('bplist00');

export function pack(answer: object): Uint8Array {
  return Buffer.concat([MARK, deflateSync(JSON.stringify(answer))]);
}

/** Null: the bytes are no answer; most often they were opened with the wrong key. */
export function unpack(bytes: Uint8Array): object | null {
  if (!MARK.equals(bytes.subarray(0, MARK.length))) return null;
  try {
    return JSON.parse(inflateSync(bytes.subarray(MARK.length)).toString());
  } catch {
    return null;
  }
}
