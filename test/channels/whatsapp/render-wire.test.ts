import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render } from '../../../src/channels/whatsapp/render.ts';
import {
  type ChoiceOption,
  MEDIA_KINDS,
  type MediaSource,
  PART_TYPES,
  type Part,
  type PartType,
  PLATFORM_VIEW_KINDS,
} from '../../../src/core/model/part.ts';
import { outbound, USER_ID } from './outbound.ts';
import { outboundBody } from './wire-schemas.ts';

const numRuns = Number(process.env.CONFAB_FUZZ_RUNS ?? 500);

const line = fc.oneof(
  fc.string({ maxLength: 90 }),
  fc.string({ maxLength: 90, unit: 'binary' }),
  fc.constantFrom('Yes', ' ', '09:00', 'ä'.repeat(30), '👋'.repeat(40)),
);
const prose = fc.oneof(
  line,
  fc.string({ minLength: 900, maxLength: 9000, unit: fc.constantFrom('a', ' ', '\n', '👋', '*') }),
);
const source: fc.Arbitrary<MediaSource> = fc.oneof(
  fc.constantFrom<MediaSource>(
    { from: 'url', url: 'https://example.org/a.jpg' },
    { from: 'url', url: 'http://127.0.0.1/a.jpg' },
    { from: 'store', mediaId: '0198f000-0000-7000-8000-000000000009' as never },
    { from: 'platform', reference: '880017744120951' },
  ),
);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const formatting = maybe(
  fc.array(
    fc.record({
      style: fc.constantFrom('bold', 'italic', 'code', 'quote', 'link', 'spoiler', 'preformatted'),
      offset: fc.nat(200),
      length: fc.nat(200),
      url: fc.constant('https://example.org'),
    }),
    { maxLength: 6 },
  ),
);
const option: fc.Arbitrary<ChoiceOption> = fc.oneof(
  defined<ChoiceOption>({
    action: fc.constant('reply'),
    payload: fc.oneof(line, fc.string({ minLength: 190, maxLength: 300 })),
    title: line,
    description: maybe(line),
    section: maybe(fc.constantFrom('A', 'B', ' ')),
  }),
  defined<ChoiceOption>({
    action: fc.constant('open-url'),
    title: line,
    url: fc.constant('https://example.org'),
  }),
  defined<ChoiceOption>({
    action: fc.constant('open-url'),
    title: line,
    url: fc.constant('https://example.org'),
    form: defined({
      id: fc.constant('771'),
      kind: maybe(fc.constantFrom(...PLATFORM_VIEW_KINDS)),
      values: maybe(fc.constantFrom({ country: 'IN' }, { country: 'SG', name: 'Mara' }, {})),
      screen: maybe(fc.constant('A')),
    }),
  }),
  defined<ChoiceOption>({ action: fc.constant('share-location'), title: line }),
  defined<ChoiceOption>({ action: fc.constant('share-phone'), title: line }),
);
const options = fc.array(option, { maxLength: 12 });
const variables = fc.oneof(
  fc.constantFrom({}, { '1': 'Ada', '2': '4471' }, { '2': 'gap' }, { first_name: 'Ada' }),
  fc.dictionary(fc.constantFrom('1', '2', 'name'), line),
);

const PARTS: { readonly [Type in PartType]: fc.Arbitrary<Part> } = {
  text: defined<Part>({ type: fc.constant('text'), text: prose, formatting }),
  media: defined<Part>({
    type: fc.constant('media'),
    kind: fc.constantFrom(...MEDIA_KINDS),
    source,
    caption: maybe(prose),
    captionFormatting: formatting,
    fileName: maybe(line),
    mimeType: maybe(fc.constantFrom('image/jpeg', 'audio/ogg; codecs=opus', 'video/mp4', 'image/gif')),
  }),
  location: defined<Part>({
    type: fc.constant('location'),
    latitude: fc.double(),
    longitude: fc.double(),
    name: maybe(line),
    isLive: maybe(fc.boolean()),
  }),
  'contact-card': defined<Part>({
    type: fc.constant('contact-card'),
    contacts: fc.array(
      defined({
        name: line,
        firstName: maybe(line),
        phones: fc.array(line, { maxLength: 2 }),
        emails: fc.array(line, { maxLength: 2 }),
      }),
      { maxLength: 3 },
    ),
  }),
  choice: defined<Part>({
    type: fc.constant('choice'),
    style: fc.constantFrom('buttons', 'list', 'quick-replies'),
    text: prose,
    header: maybe(line),
    footer: maybe(line),
    listLabel: maybe(line),
    options,
  }),
  'choice-reply': defined<Part>({ type: fc.constant('choice-reply'), payload: line, title: line }),
  card: defined<Part>({
    type: fc.constant('card'),
    cards: fc.array(
      defined({
        title: line,
        subtitle: maybe(line),
        image: maybe(source),
        url: maybe(fc.constant('https://example.org')),
        options: maybe(options),
        product: maybe(
          fc.constantFrom(
            { catalogId: '301774488', productId: 'BROT-01' },
            { catalogId: '301774489', productId: 'BROT-02' },
          ),
        ),
      }),
      { maxLength: 3 },
    ),
  }),
  template: defined<Part>({
    type: fc.constant('template'),
    name: fc.constantFrom('order_ready', 'Order Ready', ''),
    language: fc.constantFrom('de', 'pt_BR', 'Deutsch'),
    variables,
    headerVariables: maybe(variables),
    header: maybe(source),
    headerKind: maybe(fc.constantFrom('image', 'video', 'file')),
    buttonPayloads: maybe(fc.array(line, { maxLength: 3 })),
    buttonValues: maybe(
      fc.array(
        fc.record({
          index: fc.nat(9),
          kind: fc.constantFrom('url-ending', 'code', 'form-token'),
          value: fc.string({ maxLength: 20 }),
        }),
        { maxLength: 2 },
      ),
    ),
  }),
  'form-reply': defined<Part>({
    type: fc.constant('form-reply'),
    name: fc.constant(null),
    values: fc.dictionary(fc.string(), line),
  }),
  poll: defined<Part>({ type: fc.constant('poll'), question: prose, options: fc.array(line) }),
  dice: defined<Part>({ type: fc.constant('dice'), emoji: fc.constant('🎲'), value: fc.constant(null) }),
  unsupported: defined<Part>({ type: fc.constant('unsupported'), label: line }),
};

const facts = fc.record({
  to: fc.constantFrom('491713920077', USER_ID, '+49 171 3920077', '120363040468224422'),
  isGroup: fc.boolean(),
  replyTo: fc.constantFrom(null, { externalId: 'wamid.HBgMREF0MDAx', quote: null }),
  onUnsupported: fc.constantFrom('DEGRADE' as const, 'REFUSE' as const),
  overlongText: fc.constantFrom('SPLIT' as const, 'REFUSE' as const),
  purpose: fc.constantFrom('SERVICE' as const, 'MARKETING' as const, 'AUTHENTICATION' as const),
});

describe('whatever a message is made of, it is put in bodies that WhatsApp documents, or refused with a reason', {
  timeout: 60_000 + numRuns * 20,
}, () => {
  it.each(PART_TYPES)('%s', (type) => {
    fc.assert(
      fc.property(PARTS[type], facts, (part, about) => {
        const rendering = render(outbound([part], about));

        if (rendering.kind === 'unrenderable') {
          expect(rendering.problems).not.toHaveLength(0);
          return;
        }
        expect(rendering.requests).not.toHaveLength(0);
        for (const { body } of rendering.requests) {
          expect(outboundBody.safeParse(body).error?.issues, JSON.stringify(body)).toBeUndefined();
        }
        if (about.onUnsupported === 'REFUSE') {
          expect(rendering.losses.filter(({ code }) => !HARMLESS.has(code))).toEqual([]);
        }
      }),
      { numRuns },
    );
  });
});

/** Cut into several messages, which `overlongText` decides about. */
const HARMLESS: ReadonlySet<string> = new Set(['text-split', 'caption-separated']);

/** Leaves out what is undefined, as parts do. */
function defined<Value>(model: { readonly [Key: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<Value> {
  return fc
    .record(model)
    .map(
      (record) =>
        Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Value,
    );
}
