import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messenger } from '../../../src/channels/messenger/index.ts';
import type { MediaId } from '../../../src/core/model/ids.ts';
import {
  type ChoiceOption,
  MEDIA_KINDS,
  type MediaSource,
  type Part,
  PLATFORM_VIEW_KINDS,
} from '../../../src/core/model/part.ts';
import { AUTHOR_KINDS, PURPOSES } from '../../../src/core/model/words.ts';
import { outbound } from './outbound.ts';
import { sendRequest } from './wire-schemas.ts';

const numRuns = Number(process.env.CONFAB_FUZZ_RUNS ?? 500);

const words = fc.oneof(
  fc.string({ minLength: 1, maxLength: 100 }),
  fc.string({ minLength: 1, maxLength: 4500, unit: 'grapheme' }),
  fc.constant('👩‍👩‍👧‍👦 '.repeat(220)),
  fc.constant('   \n '),
);
const title = fc.oneof(fc.string({ minLength: 1, maxLength: 15 }), words);
const url = fc.constantFrom('https://example.org/a', 'http://example.org/b', 'https://example.org/c?d=e');
const source: fc.Arbitrary<MediaSource> = fc.oneof(
  url.map((address) => ({ from: 'url' as const, url: address })),
  fc.constant({ from: 'store' as const, mediaId: '0198f000-0000-7000-8000-0000000000aa' as MediaId }),
  fc
    .constantFrom('990017', 'https://scontent.example/i.jpg')
    .map((reference) => ({ from: 'platform' as const, reference })),
);
const option: fc.Arbitrary<ChoiceOption> = fc.oneof(
  fc.record({ action: fc.constant('reply' as const), title, payload: fc.string({ maxLength: 1100 }) }),
  fc.record({
    action: fc.constant('reply' as const),
    title,
    payload: fc.string({ maxLength: 20 }),
    description: words,
  }),
  fc.record({ action: fc.constant('open-url' as const), title, url }),
  fc.record({
    action: fc.constant('open-url' as const),
    title,
    url,
    form: fc.record({ id: fc.constant('771'), kind: fc.constantFrom(...PLATFORM_VIEW_KINDS) }),
  }),
  fc.record({
    action: fc.constant('reply' as const),
    title,
    payload: fc.string({ maxLength: 20 }),
    image: source,
  }),
  fc.record({ action: fc.constantFrom('share-phone' as const, 'share-location' as const), title }),
);
const product = fc.constant({ catalogId: '301774488', productId: '7789001122' });
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: words }),
  fc.record(
    { type: fc.constant('media' as const), kind: fc.constantFrom(...MEDIA_KINDS), source, caption: words },
    { requiredKeys: ['type', 'kind', 'source'] },
  ),
  fc.record({
    type: fc.constant('location' as const),
    latitude: fc.constant(52.5),
    longitude: fc.constant(13.4),
  }),
  fc.record({
    type: fc.constant('contact-card' as const),
    contacts: fc.array(fc.record({ name: title, phones: fc.array(title), emails: fc.array(title) }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record(
    {
      type: fc.constant('choice' as const),
      style: fc.constantFrom('buttons' as const, 'list' as const, 'quick-replies' as const),
      text: words,
      header: words,
      footer: words,
      options: fc.array(option, { minLength: 1, maxLength: 16 }),
    },
    { requiredKeys: ['type', 'style', 'text', 'options'] },
  ),
  fc.record({
    type: fc.constant('card' as const),
    cards: fc.array(
      fc.record(
        { title, subtitle: words, image: source, url, options: fc.array(option, { maxLength: 4 }), product },
        { requiredKeys: ['title'] },
      ),
      { minLength: 1, maxLength: 13 },
    ),
  }),
  fc.record({
    type: fc.constant('template' as const),
    name: fc.constantFrom('order_update', 'receipt'),
    language: fc.constant('de'),
    variables: fc.dictionary(
      fc.constantFrom(
        '1',
        '2',
        'name',
        'recipient_name',
        'order_number',
        'summary.total_cost',
        'elements.1.title',
      ),
      fc.constantFrom('x', '12.50'),
    ),
  }),
  fc.record({
    type: fc.constant('poll' as const),
    question: words,
    options: fc.array(title, { minLength: 2 }),
  }),
  fc.record({ type: fc.constant('dice' as const), emoji: fc.constant('🎲'), value: fc.constant(null) }),
);
const message = fc
  .tuple(
    fc.array(part, { minLength: 1, maxLength: 4 }),
    fc.record({
      author: fc.constantFrom(...AUTHOR_KINDS),
      purpose: fc.constantFrom(...PURPOSES),
      isWindowOpen: fc.boolean(),
      onUnsupported: fc.constantFrom('DEGRADE' as const, 'REFUSE' as const),
      overlongText: fc.constantFrom('SPLIT' as const, 'REFUSE' as const),
      isSilent: fc.boolean(),
      settings: fc.constantFrom(
        { humanAgent: false },
        { humanAgent: true, personaId: '887766', registeredNewsPage: true },
      ),
      replyTo: fc.constantFrom(null, { externalId: 'm_DocAAA111', quote: null }),
      to: fc.constantFrom('7712003344556677', 'user_ref:ur-991'),
    }),
  )
  .map(([parts, facts]) => outbound(parts, facts));

describe('whatever is written', () => {
  it('either says why it can not be sent, or is only what Messenger’s documents allow', () => {
    let rendered = 0;
    fc.assert(
      fc.property(message, (written) => {
        const rendering = messenger.render(written);
        if (rendering.kind === 'unrenderable') {
          expect(rendering.problems.length).toBeGreaterThan(0);
          return;
        }
        expect(rendering.requests.length).toBeGreaterThan(0);
        for (const { body } of rendering.requests) {
          const checked = sendRequest.safeParse(body);
          if (!checked.success)
            expect.fail(`${JSON.stringify(body).slice(0, 600)}\n${checked.error.message}`);
        }
        rendered += 1;
      }),
      { numRuns },
    );
    expect(rendered).toBeGreaterThan(numRuns / 10);
  });

  it('carries a tag only when a member answers late or a registered news page sends news late', () => {
    fc.assert(
      fc.property(message, (written) => {
        const rendering = messenger.render(written);
        const tags = rendering.kind === 'rendered' ? rendering.requests.map(({ body }) => body.tag) : [];
        const { author, purpose, isWindowOpen, settings } = written;
        const isAnswer = author === 'MEMBER' && purpose === 'SERVICE' && settings.humanAgent;
        const isNews = purpose === 'NEWSLETTER' && settings.registeredNewsPage;
        const late = isAnswer ? 'HUMAN_AGENT' : isNews ? 'NON_PROMOTIONAL_SUBSCRIPTION' : undefined;

        for (const tag of tags) expect([undefined, isWindowOpen ? undefined : late]).toContain(tag);
      }),
      { numRuns },
    );
  });
});
