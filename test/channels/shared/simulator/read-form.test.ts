import { describe, expect, it } from 'vitest';
import { readMultipart, readUrlencoded } from '../../../../src/channels/shared/simulator/read-form.ts';

const type = 'multipart/form-data; boundary=----x';

function form(...parts: readonly string[]): Uint8Array {
  return Buffer.from(`${parts.map((part) => `------x\r\n${part}\r\n`).join('')}------x--\r\n`);
}

describe('multipart forms', () => {
  it('reads what Node itself writes, byte for byte', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const written = new FormData();
    written.set('text', 'Grüße\r\nzweite Zeile');
    written.set('file', new Blob([bytes, '\r\n--'], { type: 'image/png' }), 'ä "b".png');
    const request = new Request('http://localhost', { method: 'POST', body: written });

    const read = readMultipart(
      request.headers.get('content-type') ?? '',
      new Uint8Array(await request.arrayBuffer()),
    );

    expect(read?.fields.get('text')).toBe('Grüße\r\nzweite Zeile');
    expect(read?.files.get('file')).toMatchObject({ fileName: 'ä "b".png', mimeType: 'image/png' });
    expect(Buffer.from(read?.files.get('file')?.bytes ?? [])).toEqual(
      Buffer.concat([bytes, Buffer.from('\r\n--')]),
    );
  });

  it.each`
    head                                                                                   | fileName
    ${'content-disposition:form-data;name="f";filename=a b.txt'}                           | ${'a b.txt'}
    ${'Content-Disposition: form-data; filename="a;b.txt"; name="f"'}                      | ${'a;b.txt'}
    ${'Content-Disposition: form-data; name="f"; filename="a\\"b.txt"'}                    | ${'a"b.txt'}
    ${'Content-Type: text/plain\r\nContent-Disposition: form-data; name="f"; filename=""'} | ${''}
  `('reads the file name out of $head', ({ head, fileName }) => {
    const read = readMultipart(type, form(`${head}\r\n\r\nwords`));

    expect(read?.files.get('f')).toMatchObject({ fileName, bytes: Buffer.from('words') });
  });

  it('reads empty values and an empty form', () => {
    const read = readMultipart(type, form('Content-Disposition: form-data; name="a"\r\n\r\n'));
    const empty = readMultipart(type, form());

    expect(read?.fields.get('a')).toBe('');
    expect(empty?.fields.size).toBe(0);
  });

  it.each`
    case                        | contentType              | body
    ${'without a boundary'}     | ${'multipart/form-data'} | ${form('Content-Disposition: form-data; name="a"\r\n\r\nb')}
    ${'that breaks off'}        | ${type}                  | ${form('Content-Disposition: form-data; name="a"\r\n\r\nb').subarray(0, 40)}
    ${'with a nameless part'}   | ${type}                  | ${form('Content-Disposition: form-data\r\n\r\nb')}
    ${'that is something else'} | ${type}                  | ${Buffer.from('{"a":1}')}
  `('says null to a form $case', ({ contentType, body }) => {
    expect(readMultipart(contentType, body)).toBeNull();
  });
});

describe('urlencoded forms', () => {
  it('keep the first of a repeated name', () => {
    const { fields } = readUrlencoded(Buffer.from('a=1&b=%C3%A4+x&a=2'));

    expect([...fields]).toEqual([
      ['a', '1'],
      ['b', 'ä x'],
    ]);
  });
});
