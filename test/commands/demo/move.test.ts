import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAccounts } from '../../../src/commands/demo/connect-accounts.ts';
import { move } from '../../../src/commands/demo/move.ts';
import { createNarrator } from '../../../src/commands/demo/narrator.ts';
import { openStage, type Stage } from '../../../src/commands/demo/stage.ts';

describe('the demo’s move', () => {
  const stopping = new AbortController();
  let stage: Stage;
  let told = '';
  beforeAll(async () => {
    const narrator = createNarrator((text) => {
      told += stripVTControlCharacters(text);
    });
    stage = await openStage(0, stopping.signal, narrator);
    await connectAccounts(stage);
    // Mara may be answered because she has just written.
    stage.channels.find(({ channel }) => channel === 'whatsapp')?.customer.writes('Hello?');
    await stage.until('The question', () => stage.events.find(({ type }) => type === 'MESSAGE_RECEIVED'));
    await move(stage);
  }, 300_000);
  afterAll(async () => {
    stopping.abort();
    await stage?.close();
  }, 60_000);

  it('tells step by step how a refused newsletter’s readers reach it elsewhere', () => {
    const steps = [
      /previewCampaign: 0 of 3 would get it/u,
      /whatsapp, 3: refused: .*WhatsApp forbids newsletters/u,
      /phone +Mara, WhatsApp: Hallo Mara, .*\/join\//u,
      /✗ ANSWER .*never written/u,
      /createMigrationLinks.*\/join\//u,
      /phone +Mara, Telegram: .*Endung 77.*Shall the Lamp letter come to you here\?/u,
      /Mara: CONFIRMED/u,
      /phone +Jonas, Viber: .*whose number ends in 18/u,
      /Jonas: CONFIRMED/u,
      /previewCampaign: 2 of 3 would get it/u,
      /whatsapp, 1: refused/u,
      /phone +Mara, Telegram: Lamp letter, first issue/u,
      /phone +Jonas, Viber: Lamp letter, first issue/u,
      /funnel: readers 3, invited 2, opened 2, arrived 2, confirmed 2, stillOnSource 1/u,
      /Lena: IMPORTED/u,
    ];

    let from = 0;
    for (const step of steps) {
      const found = step.exec(told.slice(from));
      expect(found, `${step} in ${told.slice(from)}`).not.toBeNull();
      from += (found?.index ?? 0) + (found?.[0].length ?? 0);
    }
  });

  it('sends nothing over WhatsApp but the answer to whom had written', () => {
    const sent = stage.channels.find(({ channel }) => channel === 'whatsapp')?.sent() ?? [];

    expect(sent.map((body) => JSON.stringify(body))).toEqual([expect.stringContaining('/join/')]);
  });
});
