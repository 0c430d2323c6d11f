/** FIN, and the opcode of a text message (RFC 6455, section 5.2). */
const WHOLE_TEXT = 0x81;
/** Lengths up to here stand in the second byte; these values announce a longer length in 2 or 8 bytes. */
const MAX_SHORT_LENGTH = 125;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;
const MAX_LENGTH_IN_2_BYTES = 0xffff;

/** One unfragmented, unmasked text message of a WebSocket server, from UTF-8 in three pieces. */
export function textFrame(opening: Buffer, middle: Buffer, closing: Buffer): Buffer {
  const length = opening.length + middle.length + closing.length;
  const start = length <= MAX_SHORT_LENGTH ? 2 : length <= MAX_LENGTH_IN_2_BYTES ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = WHOLE_TEXT;
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = LENGTH_IN_2_BYTES;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_IN_8_BYTES;
    frame.writeUInt32BE(Math.floor(length / 2 ** 32), 2);
    frame.writeUInt32BE(length >>> 0, 6);
  }
  opening.copy(frame, start);
  middle.copy(frame, start + opening.length);
  closing.copy(frame, start + opening.length + middle.length);
  return frame;
}
