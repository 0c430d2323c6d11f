import pc from 'picocolors';
import { arrive, type Invited } from './move-arrival.ts';
import { draftLetter, LETTER, previewLetter, startLetter } from './move-letter.ts';
import { type MovePlan, on, planMove, READERS } from './move-plan.ts';
import { findReader, readPageLink, tellFunnel, tellWays } from './move-readers.ts';
import type { Stage } from './stage.ts';

/** Three readers of a newsletter that WhatsApp does not carry: two go where it is welcome, and one stays. */
export async function move(stage: Stage): Promise<void> {
  const { narrator, ask } = stage;
  narrator.scene('An old list of WhatsApp readers is imported. What WhatsApp would do with their newsletter');
  for (const line of READERS.trim().split('\n')) narrator.line('wire', pc.dim(line));
  const plan = await planMove(stage);
  await previewLetter(stage, await draftLetter(stage, plan, 'To WhatsApp'));

  narrator.scene('So they are invited to move, each by a way that breaks no rule: startMigration');
  await ask(
    'mutation ($id: ID!) { startMigration(input: { migrationId: $id }) { ... on UserError { message } } }',
    { id: plan.migrationId },
  );
  const [mara, jonas] = await invite(stage, plan);

  narrator.scene('They open their pages, choose, and say yes there: the subscription moves with that yes');
  const moved = [
    await arrive(stage, plan, { ...mara, channel: on(stage, 'telegram'), leadsTo: /^https:\/\/t\.me\// }),
    await arrive(stage, plan, { ...jonas, channel: on(stage, 'viber'), leadsTo: /^viber:/ }),
  ];

  narrator.scene('The newsletter goes to whom it may; whoever stayed is not forgotten');
  const letter = await draftLetter(stage, plan, 'To where it is welcome');
  await previewLetter(stage, letter);
  await startLetter(stage, letter);
  for (const { channel, customer } of moved) {
    await stage.until(`The letter to ${customer.name}`, () =>
      customer.shown().some(({ text }) => text === LETTER),
    );
    narrator.news(channel);
    narrator.phone(channel, customer);
  }
  await tellFunnel(stage, plan);
  tellWays(stage, await findReader(stage, plan, 'Lena'));
}

/** Mara wrote a minute ago, so she may be answered; the others get a letter on paper. */
async function invite(stage: Stage, plan: MovePlan): Promise<readonly [Invited, Invited]> {
  const { narrator, until } = stage;
  const whatsapp = on(stage, 'whatsapp');
  const said = await until('The invitation', () =>
    whatsapp.customer.shown().find(({ text }) => text.includes('/join/')),
  );
  narrator.news(whatsapp);
  const [page = ''] = /https?:\/\/\S+/u.exec(said.text) ?? [];
  const jonas = await findReader(stage, plan, 'Jonas');
  tellWays(stage, jonas);
  const printed = await readPageLink(stage, plan, jonas.id);
  narrator.line('gateway', `createMigrationLinks, for a letter or as a QR code: ${pc.cyan(printed)}`);
  return [
    { name: whatsapp.customer.name, page },
    { name: 'Jonas', page: printed },
  ];
}
