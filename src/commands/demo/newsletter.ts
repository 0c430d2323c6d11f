import pc from 'picocolors';
import type { DemoChannel } from './demo-channel.ts';
import type { Stage } from './stage.ts';

const CREATE_TOPIC = `mutation {
  createTopic(input: { name: "Lamp news", wording: "Shall we send you our lamp news, once a month?" }) {
    ... on TopicSuccess { topic { id } }
    ... on UserError { message }
  }
}`;

const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    ... on SendMessageSuccess { queuedMessage { id } }
    ... on PolicyRefused {
      decision { rule edition effectiveFrom source reason remedies { description } }
    }
    ... on UserError { message }
  }
}`;

interface Sent {
  readonly sendMessage: {
    readonly queuedMessage?: { readonly id: string };
    readonly message?: string;
    readonly decision?: {
      readonly rule: string;
      readonly edition: string;
      readonly effectiveFrom: string;
      readonly source: string;
      readonly reason: string;
      readonly remedies: readonly { readonly description: string }[];
    };
  };
}

/** Everybody subscribes, by double opt-in; then the same newsletter goes to all five, and some may not have it. */
export async function newsletter(stage: Stage): Promise<void> {
  const { ask, narrator, channels } = stage;
  narrator.scene(
    'Everybody subscribes to the newsletter: a word, a question, a tap. It stands in the ledger',
  );
  const { createTopic } = await ask<{ createTopic: { topic?: { id: string } } }>(CREATE_TOPIC);
  const topicId = createTopic.topic?.id;
  if (topicId === undefined) throw new Error('The topic was not made.');
  const identityIds = await Promise.all(channels.map((channel) => subscribe(stage, channel)));
  for (const channel of channels) {
    narrator.line('customer', `${channel.customer.name}, ${channel.title}: subscribe`);
    narrator.news(channel);
    narrator.line(
      'event',
      `CONSENT_CHANGED ${pc.dim(`after ${channel.customer.name} tapped Yes: CONFIRMED`)}`,
    );
  }

  narrator.scene('The same newsletter to all five: sendMessage, purpose NEWSLETTER');
  for (const [index, channel] of channels.entries()) {
    const identityId = identityIds[index];
    if (identityId !== undefined) await mail(stage, channel, { identityId, topicId });
  }
}

async function subscribe(stage: Stage, { channel, customer }: DemoChannel): Promise<string> {
  const { events, until, pause } = stage;
  const isConfirmed = confirmationOf(stage, channel);
  const asked = customer.shown().length;
  customer.writes('subscribe');
  await until('The question', () =>
    customer
      .shown()
      .slice(asked)
      .some(({ buttons }) => buttons.includes('Yes')),
  );
  await pause();
  const before = events.length;
  customer.taps('Yes');
  return await until('The consent', () => isConfirmed(before));
}

/** The identity, once its consent has changed behind a position. */
function confirmationOf({ events }: Stage, channel: string): (from: number) => string | undefined {
  const identityId = events.find(({ message }) => message?.identity.channelAccount.channel.name === channel)
    ?.message?.identity.id;
  return (from) =>
    events.slice(from).find(({ type, identity }) => type === 'CONSENT_CHANGED' && identity?.id === identityId)
      ?.identity?.id;
}

async function mail(
  { ask, narrator, until }: Stage,
  channel: DemoChannel,
  { identityId, topicId }: { readonly identityId: string; readonly topicId: string },
): Promise<void> {
  const text = 'Lamp news: the red one is back.';
  const input = {
    identityId,
    topicId,
    purpose: 'NEWSLETTER',
    parts: [{ text: { text } }],
    idempotencyKey: `news-1:${channel.channel}`,
  };
  const { sendMessage } = await ask<Sent>(SEND, { input });
  narrator.say('');
  if (sendMessage.decision !== undefined) {
    const { rule, edition, effectiveFrom, source, reason, remedies } = sendMessage.decision;
    narrator.say(`  ${pc.red('✗')} ${channel.title.padEnd(15)} ${pc.red('refused')}: ${reason}`);
    narrator.say(pc.dim(`      rule ${rule}, edition ${edition}, in force since ${effectiveFrom}`));
    narrator.say(pc.dim(`      source ${source}`));
    for (const { description } of remedies) narrator.say(`      what would help: ${description}`);
    return;
  }
  if (sendMessage.queuedMessage === undefined) throw new Error(`${channel.title}: ${sendMessage.message}`);
  narrator.say(`  ${pc.green('✓')} ${channel.title.padEnd(15)} ${pc.green('accepted')}`);
  await until('The newsletter', () => channel.customer.shown().some((shown) => shown.text.includes(text)));
  narrator.news(channel);
}
