import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOODS } from '../../../src/core/model/declaration.ts';
import { PART_TYPES } from '../../../src/core/model/part.ts';
import type { PolicyFacts } from '../../../src/core/model/policy.ts';
import { AUTHOR_KINDS, PURPOSES } from '../../../src/core/model/words.ts';
import { decide } from '../../../src/core/policy/decide.ts';
import { nextLocalTime } from '../../../src/core/policy/local-time.ts';
import { CHANNELS } from './channel-editions.ts';
import { decideOn, readSituation, TOPIC_ID } from './situation.ts';

const question = (row: Readonly<Record<string, string>>) =>
  readSituation({
    Day: '2026-06-15 12:00',
    Channel: 'whatsapp',
    Why: 'SERVICE',
    'Who writes': 'MEMBER',
    'Contact wrote': '1 h ago',
    ...row,
  });

describe('a decision', () => {
  it('names the edition that brought a rule, not the newest one that repeats it', () => {
    const decision = decideOn(question({ Why: 'NEWSLETTER' }));

    expect(decision).toMatchObject({
      verdict: 'REFUSE',
      rule: 'promotion-permitted',
      edition: 'whatsapp/2019-12-07',
      effectiveFrom: '2019-12-07',
      source: expect.stringContaining('https://'),
    });
  });

  it('says what else stands against the message', () => {
    const decision = decideOn(
      question({ Why: 'NEWSLETTER', 'Contact wrote': '30 d ago', Besides: 'blocked' }),
    );

    expect(decision.rule).toBe('opted-out');
    expect(decision.alsoObjecting).toEqual(['promotion-permitted', 'topic-consent', 'messaging-window']);
  });

  it('tells when the window closes, to the millisecond', () => {
    const situation = question({ 'Contact wrote': '1 h ago' });

    expect(decideOn(situation).window).toEqual({
      opensAt: new Date('2026-06-15T11:00:00Z'),
      closesAt: new Date('2026-06-16T11:00:00Z'),
      reason: 'customer service window',
    });
  });

  it('shows a person the seven days that a program does not have', () => {
    const closesAt = (author: string) =>
      decideOn(question({ Channel: 'messenger', 'Who writes': author })).window?.closesAt;

    expect(closesAt('MEMBER')).toEqual(new Date('2026-06-22T11:00:00Z'));
    expect(closesAt('BOT')).toEqual(new Date('2026-06-16T11:00:00Z'));
  });

  it('says when quiet hours end, also across a change of the clocks', () => {
    // In Berlin the clocks went from 02:00 to 03:00 on 29 March 2026, and back on 25 October.
    expect(nextLocalTime(new Date('2026-03-28T21:00:00Z'), 'Europe/Berlin', '08:00')).toEqual(
      new Date('2026-03-29T06:00:00Z'),
    );
    expect(nextLocalTime(new Date('2026-10-24T20:00:00Z'), 'Europe/Berlin', '08:00')).toEqual(
      new Date('2026-10-25T07:00:00Z'),
    );
  });

  it('is given for every request, whatever it says', () => {
    const day = fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('2100-01-01') });
    const facts = fc.record<PolicyFacts>({
      reachability: fc.constantFrom('UNKNOWN', 'REACHABLE', 'BLOCKED', 'GONE'),
      lastInboundAt: fc.option(day),
      promotionalOptOutAt: fc.option(day),
      isPromotionalOptOutKept: fc.boolean(),
      recipientIds: fc.array(fc.string()),
      country: fc.option(fc.string()),
      timeZone: fc.option(fc.oneof(fc.constant('Pacific/Apia'), fc.string())),
      messagingWindowMs: fc.option(fc.nat()),
      initiation: fc.constantFrom('customer', 'business'),
      takesTemplates: fc.boolean(),
      settings: fc.dictionary(fc.string(), fc.boolean()),
      topic: fc.option(
        fc.record({ id: fc.constant(TOPIC_ID), name: fc.string(), purpose: fc.constantFrom(...PURPOSES) }),
      ),
      consent: fc.option(
        fc.record({
          state: fc.constantFrom('REQUESTED', 'GRANTED', 'CONFIRMED', 'WITHDRAWN', 'EXPIRED'),
          isOwnWord: fc.boolean(),
        }),
      ),
      template: fc.constant(null),
      approvedTemplates: fc.constant([]),
      promotionalSentAt: fc.array(day),
      heldBackAt: fc.array(day),
      entryPointAt: fc.option(day),
      operatorRules: fc.constant([]),
      spentMicros: fc.constant({}),
      rateCard: fc.constant(null),
    });
    const request = fc.record({
      author: fc.constantFrom(...AUTHOR_KINDS),
      purpose: fc.constantFrom(...PURPOSES),
      partTypes: fc.array(fc.constantFrom(...PART_TYPES)),
      declaration: fc.record({
        topicId: fc.option(fc.constant(TOPIC_ID)),
        goods: fc.subarray([...GOODS]),
        containsPromotion: fc.boolean(),
      }),
    });

    fc.assert(
      fc.property(
        fc.constantFrom(...Object.entries(CHANNELS)),
        request,
        facts,
        day,
        ([channel, { editions }], asked, known, at) => {
          const decision = decide({ channel, ...asked }, known, editions, at);

          return (decision.rule === null) === (decision.verdict === 'ALLOW') && decision.reason !== '';
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('the price of a message', () => {
  it.each`
    channel       | day                          | wrote                | as                      | besides                            | amount    | currency
    ${'whatsapp'} | ${'2019-06-01'}              | ${'24 h - 1 ms ago'} | ${'text'}               | ${''}                              | ${0}      | ${'EUR'}
    ${'whatsapp'} | ${'2019-06-01'}              | ${'24 h ago'}        | ${'text'}               | ${''}                              | ${73_300} | ${'EUR'}
    ${'whatsapp'} | ${'2019-06-01'}              | ${'1 h ago'}         | ${'UTILITY template'}   | ${''}                              | ${73_300} | ${'EUR'}
    ${'whatsapp'} | ${'2022-01-31 23:59:59.999'} | ${'1 h ago'}         | ${'UTILITY template'}   | ${''}                              | ${73_300} | ${'EUR'}
    ${'whatsapp'} | ${'2022-02-01'}              | ${'1 h ago'}         | ${'UTILITY template'}   | ${''}                              | ${null}   | ${null}
    ${'whatsapp'} | ${'2024-11-01'}              | ${'1 h ago'}         | ${'text'}               | ${''}                              | ${0}      | ${null}
    ${'whatsapp'} | ${'2025-07-01'}              | ${'24 h - 1 ms ago'} | ${'UTILITY template'}   | ${''}                              | ${0}      | ${null}
    ${'whatsapp'} | ${'2025-07-01'}              | ${'24 h ago'}        | ${'UTILITY template'}   | ${''}                              | ${null}   | ${null}
    ${'whatsapp'} | ${'2025-07-01'}              | ${'1 h ago'}         | ${'MARKETING template'} | ${''}                              | ${null}   | ${null}
    ${'whatsapp'} | ${'2026-09-30 23:59:59.999'} | ${'1 h ago'}         | ${'text'}               | ${''}                              | ${0}      | ${null}
    ${'whatsapp'} | ${'2026-10-01'}              | ${'1 h ago'}         | ${'text'}               | ${''}                              | ${null}   | ${null}
    ${'whatsapp'} | ${'2026-10-01'}              | ${'80 h ago'}        | ${'MARKETING template'} | ${'entry point answered 71 h ago'} | ${0}      | ${null}
    ${'whatsapp'} | ${'2026-10-01'}              | ${'80 h ago'}        | ${'MARKETING template'} | ${'entry point answered 72 h ago'} | ${null}   | ${null}
    ${'viber'}    | ${'2024-02-04 23:59:59.999'} | ${'24 h ago'}        | ${'text'}               | ${''}                              | ${null}   | ${null}
    ${'viber'}    | ${'2024-02-05'}              | ${'24 h - 1 ms ago'} | ${'text'}               | ${''}                              | ${0}      | ${'EUR'}
    ${'viber'}    | ${'2024-02-05'}              | ${'24 h ago'}        | ${'text'}               | ${''}                              | ${20_000} | ${'EUR'}
    ${'telegram'} | ${'2026-06-15'}              | ${'24 h ago'}        | ${'text'}               | ${''}                              | ${0}      | ${null}
    ${'partner'}  | ${'2026-06-15'}              | ${'24 h ago'}        | ${'text'}               | ${''}                              | ${null}   | ${null}
  `(
    '$channel on $day, $as, contact wrote $wrote $besides: $amount $currency',
    ({ channel, day, wrote, as, besides, amount, currency }) => {
      const { price } = decideOn(
        question({ Channel: channel, Day: day, 'Contact wrote': wrote, 'Sent as': as, Besides: besides }),
      );

      expect(price).toMatchObject({ amountMicros: amount, currency, basis: expect.stringMatching(/\.$/u) });
    },
  );
});
