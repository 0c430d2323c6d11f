import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConsentOffice,
  type KnownPerson,
  type LedgerEntry,
  openConsentOffice,
} from '../support/consent-office.ts';
import { CONSENT_CHANNELS, type Consenter } from '../support/consent-platforms.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { waitFor } from '../support/wait-for.ts';

const WORDING = 'Spring news, once a month?';
const NOTICE = { privacyNoticeUrl: 'https://acme.example/privacy', privacyNoticeVersion: '3' };
const WEEK_SECONDS = 7 * 24 * 60 * 60;

/** What one person does, after they were asked, and what the ledger says of it then. */
interface Way {
  readonly name: string;
  readonly answer: (person: Consenter) => void;
  readonly answered: readonly string[];
  /** Done when the answer stands in the ledger. */
  readonly leave?: (person: Consenter) => void;
  /** `PLATFORM or BLOCK`: whichever the platform tells. */
  readonly left?: readonly string[];
}

const WAYS: readonly Way[] = [
  {
    name: 'yes by button, out by STOP',
    answer: (person) => person.taps('Yes'),
    answered: ['CONFIRMED BUTTON'],
    leave: (person) => person.writes('STOP 🛑'),
    left: ['WITHDRAWN WORD'],
  },
  {
    name: 'yes by word twice, out by a German word',
    answer: (person) => {
      person.writes('Ja!');
      person.writes('Ja!');
    },
    answered: ['CONFIRMED WORD'],
    leave: (person) => person.writes('Abbestellen.'),
    left: ['WITHDRAWN WORD'],
  },
  {
    name: 'yes by a Ukrainian word, out by another twice',
    answer: (person) => person.writes('Так'),
    answered: ['CONFIRMED WORD'],
    leave: (person) => {
      person.writes('ВІДПИСАТИСЯ');
      person.writes('відписатися!');
    },
    left: ['WITHDRAWN WORD'],
  },
  {
    name: 'yes by button, out in the platform’s own way',
    answer: (person) => person.taps('Yes'),
    answered: ['CONFIRMED BUTTON'],
    leave: (person) => person.refuses(),
    left: ['WITHDRAWN PLATFORM or BLOCK'],
  },
  {
    name: 'yes by button, a word within a sentence, then no by the same question',
    answer: (person) => person.taps('Yes'),
    answered: ['CONFIRMED BUTTON'],
    leave: (person) => {
      person.writes('Does the bus stop at your shop?');
      person.taps('No');
    },
    left: ['WITHDRAWN BUTTON'],
  },
  { name: 'no by button', answer: (person) => person.taps('No'), answered: ['DECLINED BUTTON'] },
  { name: 'no by word', answer: (person) => person.writes('Non'), answered: ['DECLINED WORD'] },
  {
    name: 'stop instead of an answer',
    answer: (person) => person.writes('unsubscribe'),
    answered: ['WITHDRAWN WORD'],
  },
];

/** Answers a week late; asks to be asked again afterwards, which shows that the answer was read. */
const LATE = 'yes too late';

describeOnEveryServer('consent on every channel, by signed webhooks', (database) => {
  let office: ConsentOffice;
  let people: ReadonlyMap<string, KnownPerson>;
  let ledger: readonly LedgerEntry[];
  const entriesOf = (name: string, among = ledger) =>
    among.filter(({ identity }) => identity.id === people.get(name)?.identityId);
  const nameOf = (channel: string, way: string) => `${channel}: ${way}`;
  const shows = (count: (way: Way) => number) =>
    waitFor('the ledger tells what everybody did', async () => {
      const now = await office.ledger();
      return WAYS.every((way) =>
        CONSENT_CHANNELS.every((channel) => entriesOf(nameOf(channel, way.name), now).length >= count(way)),
      );
    });
  const everybody = (act: (way: Way, person: Consenter) => void) => {
    for (const { channel } of office.platforms) {
      for (const way of WAYS) {
        const known = people.get(nameOf(channel, way.name));
        if (known !== undefined) act(way, known.person);
      }
    }
  };

  beforeAll(async () => {
    office = await openConsentOffice(database);
    await office.confirmSending();
    const { topic } = (await office.mutate(CREATE_TOPIC, {
      name: 'Spring news',
      wording: WORDING,
      ...NOTICE,
    })) as { topic: { id: string } };
    people = await office.welcome(
      office.platforms.flatMap((platform) =>
        [...WAYS.map(({ name }) => name), LATE].map((way) => ({
          platform,
          name: nameOf(platform.channel, way),
        })),
      ),
    );
    for (const [name, { identityId }] of people) {
      const asked = await office.mutate(REQUEST, { identityId, topicId: topic.id, idempotencyKey: name });
      if (asked.record === undefined) throw new Error(`${name}: ${JSON.stringify(asked)}`);
    }
    await waitFor('everybody sees the question', () =>
      [...people.values()].every(({ person }) => person.shown().some((text) => text.includes(WORDING))),
    );
    everybody(({ answer }, person) => answer(person));
    await shows(({ answered }) => 1 + answered.length);
    everybody(({ leave }, person) => leave?.(person));
    await shows(({ answered, left = [] }) => 1 + answered.length + left.length);

    await office.mutate(ADVANCE, { seconds: WEEK_SECONDS });
    for (const channel of CONSENT_CHANNELS) {
      const late = people.get(nameOf(channel, LATE));
      late?.person.taps('Yes');
      late?.person.writes('subscribe Spring news');
    }
    await waitFor('whoever came too late was asked again', async () => {
      ledger = await office.ledger();
      return CONSENT_CHANNELS.every((channel) => entriesOf(nameOf(channel, LATE)).length > 1);
    });
  });
  afterAll(() => office?.close());

  describe.each(CONSENT_CHANNELS)('on %s', (channel) => {
    const platform = () => office.platforms.find((one) => one.channel === channel);

    it.each(WAYS)('stands in the ledger as it came about: $name', ({ name, answered, left = [] }) => {
      const told = entriesOf(nameOf(channel, name)).map(({ action, method }) => `${action} ${method}`);

      expect(told).toEqual(
        ['REQUESTED DOUBLE_OPT_IN', ...answered, ...left].map((entry) =>
          entry.replace('PLATFORM or BLOCK', platform()?.refusal ?? ''),
        ),
      );
    });

    it('is not given by an answer that comes after the question has expired, and can be asked for anew', () => {
      const [first, second, ...more] = entriesOf(nameOf(channel, LATE));

      expect([first?.action, second?.action, more]).toEqual(['REQUESTED', 'REQUESTED', []]);
    });

    it('carries its wording, notice, channel and context, and the message that proves it', () => {
      const [asked, confirmed, withdrawn] = entriesOf(
        nameOf(channel, 'yes by word twice, out by a German word'),
      );

      expect(asked).toMatchObject({
        ...NOTICE,
        channel,
        wording: WORDING,
        isOwnWord: false,
        message: { direction: 'OUTBOUND', preview: expect.stringContaining(WORDING) },
      });
      expect(confirmed).toMatchObject({
        ...NOTICE,
        channel,
        wording: WORDING,
        isOwnWord: true,
        evidence: `Answers the question of entry ${asked?.number}.`,
        message: { direction: 'INBOUND', preview: 'Ja!' },
      });
      expect(withdrawn).toMatchObject({
        channel,
        isOwnWord: true,
        message: { direction: 'INBOUND', preview: 'Abbestellen.' },
      });
    });
  });
});

const CREATE_TOPIC = `mutation ($input: CreateTopicInput!) {
  createTopic(input: $input) { ... on TopicSuccess { topic { id } } ... on UserError { message } }
}`;
const REQUEST = `mutation ($input: RequestConsentInput!) {
  requestConsent(input: $input) {
    ... on ConsentRequested { record { number } }
    ... on PolicyRefused { decision { rule reason } }
    ... on UserError { message }
  }
}`;
const ADVANCE = `mutation ($input: AdvanceClockInput!) {
  advanceClock(input: $input) { ... on AdvanceClockSuccess { now } ... on UserError { message } }
}`;
