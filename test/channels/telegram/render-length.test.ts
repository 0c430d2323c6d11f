import { describe, expect, it } from 'vitest';
import { render } from '../../../src/channels/telegram/render.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { lossesOf, outbound, requestsOf } from './outbound.ts';

const text = (words: string): Part => ({ type: 'text', text: words });
const textsOf = (parts: readonly Part[]) =>
  requestsOf(render(outbound(parts))).map(({ body }) => String(body.text ?? ''));

describe('a text that is too long', () => {
  it('fits up to the last unit', () => {
    expect(textsOf([text('x'.repeat(4096))])).toHaveLength(1);
    expect(textsOf([text('x'.repeat(4097))])).toHaveLength(2);
  });

  it('is refused when the author wants one message', () => {
    const rendering = render(outbound([text('x'.repeat(4097))], { overlongText: 'REFUSE' }));

    expect(rendering).toMatchObject({ kind: 'unrenderable', problems: [{ partIndex: 0 }] });
  });

  it('loses nothing when it is split, and says that it was', () => {
    const words = Array.from({ length: 3000 }, (_, index) => `word${index}`).join(' ');
    const rendering = render(outbound([text(words)]));

    const pieces = requestsOf(rendering).map(({ body }) => String(body.text));

    expect(pieces.join('')).toBe(words);
    expect(pieces.every((piece) => piece.length <= 4096)).toBe(true);
    expect(pieces.slice(0, -1).every((piece) => piece.endsWith(' '))).toBe(true);
    expect(lossesOf(rendering)).toEqual(['text-split']);
  });

  it('is never cut within a character', () => {
    const words = `x${'😀'.repeat(5000)}`;

    const pieces = textsOf([text(words)]);

    expect(pieces.join('')).toBe(words);
    expect(pieces.every((piece) => piece.isWellFormed() && piece.length <= 4096)).toBe(true);
  });

  it('keeps buttons under its last message', () => {
    const requests = requestsOf(
      render(
        outbound([
          {
            type: 'choice',
            style: 'buttons',
            text: 'x'.repeat(5000),
            options: [{ action: 'reply', payload: 'p', title: 'T' }],
          },
        ]),
      ),
    );

    expect(requests.map(({ body }) => 'reply_markup' in body)).toEqual([false, true]);
  });

  it('leaves out pieces of nothing but white space, which Telegram would refuse', () => {
    expect(textsOf([text(`a${' '.repeat(9000)}`)])).toEqual([`a${' '.repeat(4095)}`]);
  });

  it('tells that Telegram shows a hundred spans only', () => {
    const formatting = Array.from({ length: 101 }, (_, offset) => ({
      style: 'bold' as const,
      offset,
      length: 1,
    }));
    const rendering = render(outbound([{ type: 'text', text: 'x'.repeat(101), formatting }]));

    expect(requestsOf(rendering)[0]?.body.entities).toHaveLength(100);
    expect(lossesOf(rendering)).toEqual(['formatting-dropped']);
  });
});

describe('a caption that is too long', () => {
  const photo = (caption: string): Part => ({
    type: 'media',
    kind: 'image',
    source: { from: 'url', url: 'https://files.example.org/a.jpg' },
    caption,
  });

  it('follows as a text', () => {
    const rendering = render(outbound([photo('x'.repeat(1025))]));

    expect(requestsOf(rendering).map(({ operation }) => operation)).toEqual(['sendPhoto', 'sendMessage']);
    expect(requestsOf(rendering)[0]?.body).not.toHaveProperty('caption');
    expect(lossesOf(rendering)).toEqual(['caption-separated']);
  });

  it('is refused when the author wants one message, in an album too', () => {
    const refused = (parts: readonly Part[]) => render(outbound(parts, { overlongText: 'REFUSE' }));

    expect(refused([photo('x'.repeat(1025))])).toMatchObject({ problems: [{ partIndex: 0 }] });
    expect(refused([photo('x'), photo('x'.repeat(1025))])).toMatchObject({ problems: [{ partIndex: 1 }] });
  });
});
