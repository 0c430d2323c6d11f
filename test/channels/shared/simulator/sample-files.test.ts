import { fileTypeFromBuffer } from 'file-type';
import { describe, expect, it } from 'vitest';
import { imageSize } from '../../../../src/channels/shared/simulator/image-size.ts';
import { SAMPLE_FILES } from '../../../../src/channels/shared/simulator/sample-files.ts';
import { sampleJpeg } from '../../../../src/channels/shared/simulator/sample-jpeg.ts';

describe('sample files', () => {
  it.each(Object.entries(SAMPLE_FILES).filter(([name]) => name !== 'lottie'))(
    'of the kind %s are what they say they are',
    async (_name, sample) => {
      const { bytes, mimeType } = sample();

      const found = await fileTypeFromBuffer(bytes);

      expect(found?.mime.split(';')[0]).toBe(mimeType);
    },
  );

  it('of pictures have the size that their header says', () => {
    expect(imageSize(sampleJpeg(640, 480))).toEqual({ mimeType: 'image/jpeg', width: 640, height: 480 });
    expect(imageSize(SAMPLE_FILES.gif().bytes)).toEqual({ mimeType: 'image/gif', width: 1, height: 1 });
    expect(imageSize(SAMPLE_FILES.webp().bytes)).toEqual({ mimeType: 'image/webp', width: 1, height: 1 });
    expect(imageSize(png(300, 200))).toEqual({ mimeType: 'image/png', width: 300, height: 200 });
  });

  it.each([0, 1, 3, 10, 25])('is no picture when only %i bytes of one are left', (length) => {
    for (const whole of [sampleJpeg(8, 8), png(8, 8), SAMPLE_FILES.webp().bytes]) {
      expect(() => imageSize(whole.subarray(0, length))).not.toThrow();
    }
    expect(imageSize(sampleJpeg(8, 8).subarray(0, length))).toBeNull();
  });
});

function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(24);
  header.write('\x89PNG\r\n\x1a\n', 'latin1');
  header.write('IHDR', 12);
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}
