import { describe, expect, it } from 'vitest';
import { render } from '../../../src/channels/apple-messages/render.ts';
import type { ChoicePart, MediaPart, Part } from '../../../src/core/model/part.ts';
import { AUTHOR_KINDS } from '../../../src/core/model/words.ts';
import { lossesOf, type OutboundFacts, outbound, requestsOf } from './outbound.ts';
import { fitting, form, payment, photo, reply, seats, signIn, sizes, website, yesOrNo } from './samples.ts';

const bodies = (parts: readonly Part[], facts: OutboundFacts = {}) =>
  requestsOf(render(outbound(parts, facts))).map(({ body }) => Object(body));
const text = (words: string): Part => ({ type: 'text', text: words });
const words = (parts: readonly Part[], facts: OutboundFacts = {}) =>
  bodies(parts, facts).map(({ body, richLinkData }) => body ?? richLinkData.url);
/** What a request asks the device to show. */
const keysOf = (parts: readonly Part[], facts: OutboundFacts = {}) =>
  bodies(parts, facts).map(
    ({ type, interactiveData }) =>
      Object.keys(interactiveData?.data ?? {}).find((key) => !/version|requestIdentifier/iu.test(key)) ??
      type,
  );
const problemsOf = (parts: readonly Part[], facts: OutboundFacts = {}) => {
  const rendering = render(outbound(parts, facts));
  return rendering.kind === 'unrenderable' ? rendering.problems.map(({ message }) => message) : [];
};

describe('a text', () => {
  it.each([
    ['an address alone', 'https://a.example/x', ['https://a.example/x']],
    ['an address at the end', 'Look: https://a.example/x.', ['Look:', 'https://a.example/x']],
    [
      'an address in a sentence',
      'See https://a.example/x for more',
      ['See', 'https://a.example/x', 'for more'],
    ],
    [
      'two addresses',
      'https://a.example\nhttps://b.example/?q=1&r=2#s',
      ['https://a.example', 'https://b.example/?q=1&r=2#s'],
    ],
    ['brackets around an address', '(https://a.example/x)', ['https://a.example/x']],
    ['brackets in an address', 'https://a.example/Lamp_(light)', ['https://a.example/Lamp_(light)']],
    ['no address', 'write to a@b.example or ftp://x', ['write to a@b.example or ftp://x']],
    ['half an address', 'https:// is a scheme', ['https:// is a scheme']],
    ['blanks around', '  hello \n', ['hello']],
    ['a single sign', '?', ['?']],
    ['a mark that stands for files', 'a\ufffcb', ['ab']],
  ])('becomes the messages that Apple wants: %s', (_name, given, expected) => {
    expect(words([text(given)])).toEqual(expected);
  });

  it('loses nothing when it is cut, and cuts no character', () => {
    const long = `${'a'.repeat(9_999)}😀${'b '.repeat(6_000)}`;

    expect(words([text(long)]).join('')).toBe(long.trim());
    for (const piece of words([text(long)])) expect(piece).toBe(piece.toWellFormed());
  });

  it('is refused when it is too long and the author wants no splitting', () => {
    expect(problemsOf([text('a'.repeat(10_001))], { overlongText: 'REFUSE' })).toHaveLength(1);
    expect(problemsOf([text('a'.repeat(10_000))], { overlongText: 'REFUSE' })).toEqual([]);
  });

  it('without a visible character is a problem', () => {
    expect(problemsOf([text(' \n')])).toHaveLength(1);
  });

  it('says that its formatting is dropped, or is refused', () => {
    const bold: Part = { type: 'text', text: 'hello', formatting: [{ style: 'bold', offset: 0, length: 5 }] };

    expect(lossesOf(render(outbound([bold])))).toEqual(['formatting-dropped']);
    expect(problemsOf([bold], { onUnsupported: 'REFUSE' })).toHaveLength(1);
  });
});

const formOf = ({ options: [option] }: ChoicePart) =>
  option?.action === 'open-url' ? option.form : undefined;

describe('a question', () => {
  it.each([
    ['two answers', yesOrNo, undefined, ['quick-reply']],
    ['two answers without quick replies', yesOrNo, ['LIST'], ['listPicker']],
    ['two answers on a device that shows neither', yesOrNo, [], ['text']],
    ['a list', sizes, undefined, ['listPicker']],
    ['one answer', { ...yesOrNo, options: [reply('y')] }, undefined, ['listPicker']],
    [
      'answers of two kinds',
      { ...yesOrNo, options: [...yesOrNo.options, ...website.options] },
      undefined,
      ['quick-reply', 'richLink'],
    ],
    ['appointments', fitting, undefined, ['event']],
    ['appointments without a calendar', fitting, ['QUICK'], ['quick-reply']],
    [
      'appointments beside another answer',
      { ...fitting, options: [...fitting.options, reply('none', 'None')] },
      undefined,
      ['quick-reply'],
    ],
    ['a website', website, undefined, ['text', 'richLink']],
    ['a form', form, ['FORM'], ['dynamic']],
    ['a form on a device that told nothing', form, undefined, ['richLink']],
    ['a sign-in', signIn, ['AUTH2'], ['authenticate']],
    ['a sign-in on a device without', signIn, ['AUTH'], ['richLink']],
    ['a payment, which all devices show', payment, [], ['payment']],
    ['an app on a device without', seats, ['FORM'], ['richLink']],
    ['an app on a device that told nothing', seats, undefined, ['richLink']],
  ] as const)('is shown as the device can: %s', (_name, part, features, expected) => {
    expect(keysOf([part], features && { features })).toEqual(expected);
  });

  it('becomes numbered lines with its loss where the device shows no buttons, or is refused', () => {
    expect(words([sizes], { features: [] })).toEqual([
      'Choose a size\nWe have these\n1. Small: 20 cm\n2. A bulb\n3. Medium',
    ]);
    expect(lossesOf(render(outbound([sizes], { features: [] })))).toEqual(['choice-as-text']);
    expect(problemsOf([sizes], { features: [], onUnsupported: 'REFUSE' })).toHaveLength(1);
  });

  it('keeps sections together in the order in which they appear', () => {
    const [body] = bodies([sizes]);

    expect(
      body.interactiveData.data.listPicker.sections.map(
        (section: { title: string; items: { identifier: string }[] }) => [
          section.title,
          section.items.map(({ identifier }) => identifier),
        ],
      ),
    ).toEqual([
      ['Lamps', ['s', 'm']],
      ['More', ['x']],
    ]);
  });

  it('shows appointments in UTC, to the minute', () => {
    const [body] = bodies([fitting]);

    expect(body.interactiveData.data.event.timeslots).toEqual([
      { identifier: 't1', startTime: '2026-12-01T09:30+0000', duration: 1800 },
      { identifier: 't2', startTime: '2026-12-01T12:00+0000', duration: 1800 },
    ]);
  });

  it('goes before its list when it is long', () => {
    const long = { ...yesOrNo, style: 'list' as const, text: 'Why? '.repeat(60), listLabel: 'Choose' };

    const [question, list] = bodies([long]);

    expect(question.body).toBe('Why? '.repeat(60).trim());
    expect(list.interactiveData.receivedMessage.title).toBe('Choose');
  });

  it.each([
    [
      'a time that is none',
      { ...fitting, options: [{ ...reply('t'), slot: { startsAt: 'soon', durationMs: 1 } }] },
    ],
    ['two answers that come back alike', { ...yesOrNo, options: [reply('y', 'Yes'), reply('y', 'Yes!')] }],
    [
      'an address that is none',
      { ...website, options: [{ action: 'open-url', title: 'Call', url: 'tel:+49170' }] },
    ],
  ] as const)('is a problem with %s', (_name, part) => {
    expect(problemsOf([part as Part])).toHaveLength(1);
  });

  it('says what is lost when a number or a place is asked for', () => {
    const share: Part = { ...yesOrNo, options: [{ action: 'share-phone', title: 'My number' }] };

    expect(lossesOf(render(outbound([share])))).toEqual(['choice-as-text']);
  });

  it.each([
    ['the name of no extension', { id: 'seats' }],
    [
      'the name of Apple’s own extension',
      {
        id: 'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.icloud.apps.messages.business.extension',
      },
    ],
    ['no definition', { definition: undefined }],
    ['an icon that is no Base64', { definition: { appId: 1, appName: 'Seats', appIcon: '?' } }],
    ['a session that is no UUID', { token: 'mine' }],
    ['a query above 64 KB', { values: { note: 'n'.repeat(65_536) } }],
  ])('opens no app with %s', (_name, change) => {
    const options = seats.options.map((option) => ({ ...option, form: { ...formOf(seats), ...change } }));

    expect(problemsOf([{ ...seats, options } as Part], { features: ['APP'] })).toHaveLength(1);
  });

  it('links to the web when a form came without its definition', () => {
    const bare: Part = {
      ...form,
      options: [{ action: 'open-url', title: 'Form', url: 'https://a.example', form: { id: 'f' } }],
    };

    expect(keysOf([bare], { features: ['FORM'] })).toEqual(['richLink']);
    expect(lossesOf(render(outbound([bare], { features: ['FORM'] })))).toEqual(['other']);
  });
});

describe('files', () => {
  it('travel ten to a message', () => {
    const requests = requestsOf(render(outbound(Array<MediaPart>(12).fill(photo))));

    expect(requests.map(({ files, partIndexes }) => [files.length, partIndexes.length])).toEqual([
      [10, 10],
      [2, 2],
    ]);
  });

  it.each([
    ['a file at its limit goes', { ...photo, sizeBytes: 100 * 1024 * 1024 }, []],
    ['a larger one from the store is a problem', { ...photo, sizeBytes: 100 * 1024 * 1024 + 1 }, ['problem']],
    [
      'a larger one from an address becomes a link',
      {
        ...photo,
        sizeBytes: 100 * 1024 * 1024 + 1,
        source: { from: 'url', url: 'https://a.example/film.mov' },
      },
      ['media-as-link'],
    ],
    [
      'one that is still at its platform is a problem',
      { ...photo, source: { from: 'platform', reference: 'x' } },
      ['problem'],
    ],
  ] as const)('%s', (_name, part, expected) => {
    const rendering = render(outbound([part]));

    expect(rendering.kind === 'unrenderable' ? ['problem'] : lossesOf(rendering)).toEqual(expected);
  });

  it('take their caption along, but not one with an address in it', () => {
    expect(words([{ ...photo, caption: 'A lamp' }])).toEqual(['\ufffc A lamp']);
    expect(words([{ ...photo, caption: 'https://a.example' }])).toEqual(['\ufffc', 'https://a.example']);
    expect(lossesOf(render(outbound([{ ...photo, caption: 'https://a.example' }])))).toEqual([
      'caption-separated',
    ]);
  });
});

describe('a message', () => {
  it.each(AUTHOR_KINDS)('by %s discloses whether a machine wrote it', (author) => {
    const [request] = requestsOf(render(outbound([text('hello')], { author })));

    const isAutomated = ['BOT', 'AUTOMATION', 'CAMPAIGN', 'SYSTEM'].includes(author);
    expect(request?.headers).toEqual(isAutomated ? { 'auto-reply': 'true' } : undefined);
  });

  it('says that what it answers is not shown', () => {
    const answer = outbound([text('hello')], { replyTo: { externalId: 'm0', quote: null } });

    expect(lossesOf(render(answer))).toEqual(['reply-dropped']);
  });

  it.each<[string, readonly Part[]]>([
    ['nothing in it', []],
    ['a template', [{ type: 'template', name: 'x', language: 'en', variables: {} }]],
    ['a place that is nowhere', [{ type: 'location', latitude: 91, longitude: 0 }]],
  ])('can not be rendered with %s', (_name, parts) => {
    expect(problemsOf(parts)).toHaveLength(1);
  });
});
