/**
 * A real baseline JPEG of any size: a grey gradient, one shade per block of 8 × 8 pixels. Simulated customers send
 * it as a photo, so that whoever shows it has something to show.
 */
export function sampleJpeg(width: number, height: number): Uint8Array {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...Array<number>(64).fill(8)]),
    segment(0xc0, [8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0]),
    // DC table 0: the categories 0 to 11, each with a code of 4 bits that is the category itself.
    segment(0xc4, [
      0x00,
      0,
      0,
      0,
      12,
      ...Array<number>(12).fill(0),
      ...Array.from({ length: 12 }, (_, i) => i),
    ]),
    // AC table 0: only "end of block", with the code 0.
    segment(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0]),
    segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    packed(blocks(Math.ceil(width / 8), Math.ceil(height / 8))),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function segment(marker: number, content: readonly number[]): Buffer {
  const length = content.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 0xff, ...content]);
}

/** Per block: how its shade differs from the one before, and the end of the block. */
function blocks(columns: number, rows: number): string {
  const bits: string[] = [];
  let previous = 0;
  for (let index = 0; index < columns * rows; index += 1) {
    const position = (index % columns) / columns + Math.floor(index / columns) / rows;
    const shade = Math.round(position * 110) - 110;
    const difference = shade - previous;
    const category = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
    const written = difference < 0 ? difference + 2 ** category - 1 : difference;
    bits.push(category.toString(2).padStart(4, '0'));
    if (category > 0) bits.push(written.toString(2).padStart(category, '0'));
    bits.push('0');
    previous = shade;
  }
  return bits.join('');
}

/** The last byte is filled with ones; an 0xff is followed by a zero so that it looks like no marker. */
function packed(bits: string): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8).padEnd(8, '1'), 2);
    bytes.push(byte);
    if (byte === 0xff) bytes.push(0);
  }
  return Buffer.from(bytes);
}
