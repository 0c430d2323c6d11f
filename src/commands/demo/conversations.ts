import pc from 'picocolors';
import type { DemoChannel } from './demo-channel.ts';
import type { LiveMessage } from './follow-events.ts';
import type { Stage } from './stage.ts';

const QUESTIONS: Readonly<Record<string, string>> = {
  whatsapp: 'Habt ihr noch die blaue Lampe? The blue lamp? 💡',
  'apple-messages': 'Hello! Is the blue lamp in stock?',
  messenger: 'The blue lamp in your window: is there one left?',
  telegram: 'Good morning! Do you still have the blue lamp?',
  viber: 'Добрий день! The blue lamp, please: is it there?',
};

/** Customers write; the bot answers each with words, a picture and a choice; receipts come as platforms give them. */
export async function conversations(stage: Stage): Promise<void> {
  stage.narrator.scene(
    'Customers write, each on their own messenger. One bot answers them all, and does not know which is which',
  );
  for (const channel of stage.channels) await converse(stage, channel);
}

async function converse(stage: Stage, channel: DemoChannel): Promise<void> {
  const { narrator, until, pause } = stage;
  const { customer, title } = channel;
  const from = stage.events.length;
  const since = () => stage.events.slice(from);
  const says = (text: string) => narrator.line('customer', `${customer.name}, ${title}: ${text}`);
  narrator.say('');

  const question = QUESTIONS[channel.channel] ?? 'Is the blue lamp there?';
  says(question);
  customer.writes(question);
  const { preview } = await until('The event', () => received(since(), channel, () => true));
  narrator.line('event', `MESSAGE_RECEIVED ${pc.dim(preview)}`);
  await until('The choice', () => shows(channel, 'Yes, please'));
  narrator.news(channel);

  await pause();
  says(`taps ${pc.inverse(' Yes, please ')}`);
  customer.taps('Yes, please');
  const tap = await until('The tap', () => received(since(), channel, isTap));
  narrator.line('event', `MESSAGE_RECEIVED ${pc.dim(`payload ${tap.parts[0]?.payload}`)}`);
  await until('The last answer', () => customer.shown().some(({ text }) => /waits for you/u.test(text)));
  narrator.news(channel);

  customer.reads?.();
  const last = customer.reads === undefined ? 'SENT' : 'READ';
  await until('The receipts', () => statusesOf(since(), channel).at(-1) === last);
  const told = statusesOf(since(), channel).join(' → ');
  const note = customer.reads === undefined ? pc.dim(`  (${title} tells no more than that)`) : '';
  narrator.line('receipts', `${told}${note}`);
}

type Events = Stage['events'];

function received(
  events: Events,
  { channel }: DemoChannel,
  fits: (message: LiveMessage) => boolean,
): LiveMessage | undefined {
  return events.find(
    ({ type, message }) =>
      type === 'MESSAGE_RECEIVED' && message !== undefined && isOn(message, channel) && fits(message),
  )?.message;
}

const isOn = ({ identity }: LiveMessage, channel: string) => identity.channelAccount.channel.name === channel;
const isTap = ({ parts }: LiveMessage) => parts[0]?.payload === 'keep:yes';

const shows = ({ customer }: DemoChannel, label: string) =>
  customer.shown().some(({ buttons }) => buttons.includes(label));

/** What the last answer went through, as the events told it. */
function statusesOf(events: Events, { channel }: DemoChannel): readonly string[] {
  const statuses = events.flatMap(({ type, message }) =>
    type === 'MESSAGE_STATUS_CHANGED' &&
    message !== undefined &&
    isOn(message, channel) &&
    message.preview.includes('waits for you')
      ? [message.status ?? '']
      : [],
  );
  return [...new Set(statuses)];
}
