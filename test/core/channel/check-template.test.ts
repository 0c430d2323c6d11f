import { describe, expect, it } from 'vitest';
import { checkTemplatePart, type Template } from '../../../src/core/channel/index.ts';
import type { TemplatePart } from '../../../src/core/model/part.ts';

const template: Template = {
  externalId: '991203344551',
  name: 'pickup_ready',
  language: 'de',
  category: 'UTILITY',
  status: 'APPROVED',
  platformStatus: 'APPROVED',
  quality: null,
  rejectionReason: null,
  variableStyle: 'named',
  header: { kind: 'text', text: 'Order {{ nr }}', examples: { nr: '4471' } },
  body: { text: 'Hello {{name}}, yes you, {{name}}: {{time}}', examples: { name: 'Mara', time: '17:30' } },
  footer: null,
  buttons: [
    { kind: 'reply', title: 'Thanks' },
    { kind: 'url', title: 'Show', url: 'https://example.org/o/{{1}}', example: 'https://example.org/o/1' },
    { kind: 'url', title: 'Shop', url: 'https://example.org', example: null },
    { kind: 'copy-code', example: 'SAVE5' },
    { kind: 'other', title: 'Form', platformKind: 'FLOW' },
  ],
};

const filled: TemplatePart = {
  type: 'template',
  name: 'pickup_ready',
  language: 'de',
  variables: { name: 'Mara', time: '17:30' },
  headerVariables: { nr: '4471' },
  buttonPayloads: ['OK_4471'],
  buttonValues: [
    { index: 1, kind: 'url-ending', value: '4471' },
    { index: 3, kind: 'code', value: 'SAVE5' },
    { index: 4, kind: 'form-token', value: 'ft-1' },
  ],
};

const pathsOf = (part: Partial<TemplatePart>, changed: Partial<Template> = {}) =>
  checkTemplatePart({ ...filled, ...part }, { ...template, ...changed }).map(({ path }) => path);

describe('a message that fills a template', () => {
  it('is right when every variable, header and button has what it needs', () => {
    expect(pathsOf({})).toEqual([]);
  });

  it.each<[string, Partial<TemplatePart>, string[]]>([
    ['a missing variable', { variables: { name: 'Mara' } }, ['variables.time']],
    ['a variable of white space', { variables: { name: ' ', time: '17:30' } }, ['variables.name']],
    ['a variable too many', { variables: { name: 'M', time: '1', x: 'y' } }, ['variables.x']],
    ['a name that every object has', { variables: { time: '1' } }, ['variables.name']],
    ['a missing variable of the header', { headerVariables: {} }, ['headerVariables.nr']],
    ['a picture for a header of text', { header: { from: 'url', url: 'https://e.org/1.jpg' } }, ['header']],
    ['a place for a header of text', { headerLocation: { latitude: 1, longitude: 2 } }, ['header']],
    ['buttons without their values', { buttonValues: [] }, ['buttonValues', 'buttonValues']],
    [
      'a value for a button without variable',
      {
        buttonValues: [...(filled.buttonValues ?? []), { index: 2, kind: 'url-ending' as const, value: 'x' }],
      },
      ['buttonValues'],
    ],
    ['a payload for a button that is no quick reply', { buttonPayloads: ['', 'x'] }, ['buttonPayloads']],
  ])('is told about %s', (_, part, paths) => {
    expect(pathsOf(part)).toEqual(paths);
  });

  it('is told when the platform has not approved the template', () => {
    expect(pathsOf({}, { status: 'UNAVAILABLE', platformStatus: 'PAUSED' })).toEqual(['name']);
  });

  it('needs the kind of header file that was approved', () => {
    const video = { header: { kind: 'video', exampleHandle: null } } as const;
    const file = { header: { from: 'url', url: 'https://e.org/1.mp4' }, headerVariables: {} } as const;

    expect(pathsOf(file, video)).toEqual(['header']);
    expect(pathsOf({ ...file, headerKind: 'video' }, video)).toEqual([]);
  });
});
