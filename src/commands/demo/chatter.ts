import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './stage.ts';

const CHATTER_MS = 8_000;
const NEWS_MS = 100;

const QUESTIONS = [
  'Is the shop open on Sunday?',
  'When will my order arrive?',
  'Can I bring it back without the box?',
];

/** Customers go on writing, one after the other, so that a subscription has something to show. Ends with the signal. */
export async function chatter({ channels, narrator, signal }: Stage): Promise<void> {
  narrator.scene('Your turn: customers go on writing, and whatever you send shows up here (Ctrl+C ends it)');
  const telling = setInterval(() => {
    for (const channel of channels) narrator.news(channel);
  }, NEWS_MS);
  try {
    for (let turn = 0; !signal.aborted; turn += 1) {
      const channel = channels[turn % channels.length];
      const question = QUESTIONS[turn % QUESTIONS.length];
      if (channel === undefined || question === undefined) break;
      narrator.line('customer', `${channel.customer.name}, ${channel.title}: ${question}`);
      channel.customer.writes(question);
      await sleep(CHATTER_MS, undefined, { signal });
    }
  } finally {
    clearInterval(telling);
  }
}
