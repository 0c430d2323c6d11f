import pc from 'picocolors';
import type { DemoChannel, DemoCustomer } from './demo-channel.ts';
import { existing, type MovePlan } from './move-plan.ts';
import { findReader, pressButton } from './move-readers.ts';
import type { Stage } from './stage.ts';

/** A reader who has the address of their page. */
export interface Invited {
  readonly name: string;
  readonly page: string;
}

interface Choice extends Invited {
  readonly channel: DemoChannel;
  /** What the address behind its button begins with. */
  readonly leadsTo: RegExp;
}

/** Somebody who has come to another messenger, with the app that they came in. */
export interface Arrived {
  readonly channel: DemoChannel;
  readonly customer: DemoCustomer;
}

/** A reader opens the page, chooses a messenger, and says yes there. */
export async function arrive(stage: Stage, plan: MovePlan, choice: Choice): Promise<Arrived> {
  const { narrator, until, pause } = stage;
  const { name, channel } = choice;
  const says = (what: string) => narrator.line('customer', `${name}, ${channel.title}: ${what}`);
  narrator.say('');
  const link = await pressButton(stage, choice.page, choice.leadsTo);
  narrator.line(
    'customer',
    `${name} opens ${pc.dim(choice.page)} and presses ${asButton(`Continue in ${channel.title}`)}`,
  );
  const customer = existing(channel.opensLink?.(name, link), `a way to open ${channel.title}`);

  if (channel.channel === 'viber') {
    await until('The welcome', () => labelsOf(customer).includes('Start'));
    narrator.phone(channel, customer);
    says(`taps ${asButton('Start')}`);
    customer.taps('Start');
  }
  const yes = await until('The question', () =>
    labelsOf(customer).find((label) => /^(?:Yes|Ja), /u.test(label)),
  );
  narrator.news(channel);
  narrator.phone(channel, customer);
  await pause();
  says(`taps ${asButton(yes)}`);
  customer.taps(yes);
  await until('The move', async () => (await findReader(stage, plan, name)).state === 'CONFIRMED');
  narrator.line(
    'event',
    `MIGRATION_READER_CHANGED ${pc.dim(`${name}: CONFIRMED; on WhatsApp the subscription has ended`)}`,
  );
  return { channel, customer };
}

const labelsOf = (customer: DemoCustomer): readonly string[] =>
  customer.shown().flatMap(({ buttons }) => buttons);

const asButton = (label: string): string => pc.inverse(` ${label} `);
