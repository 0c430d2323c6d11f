import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { ChannelAccount } from '../../../src/core/store/rows.ts';
import { channelAccounts } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createTemplateScene } from './template-scene.ts';

describeOnEveryEngine('news of a business with several numbers', (open) => {
  const begin = async () => {
    const scene = await createTemplateScene(await open());
    const { businessAccountId } = scene.number;
    const second = await scene.connect(scene.platform.addNumber({ businessAccountId, phone: '4930901821' }));
    const stranger = await scene.connect(scene.platform.addNumber({ phone: '4930901822' }));
    const levelOf = async ({ id }: ChannelAccount) => {
      const [row] = await scene.core.db.orm.select().from(channelAccounts).where(eq(channelAccounts.id, id));
      return row?.health.level;
    };
    const levels = async () => [await levelOf(scene.account), await levelOf(second), await levelOf(stranger)];
    return { ...scene, second, levelOf, levels };
  };

  it('about the business reach each of its numbers, whichever address they came to', async () => {
    const { account, tell, levelOf, levels, deadLetters } = await begin();

    await tell('account_update', { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SCAM' } });
    await waitFor('the news arrive', async () => (await levelOf(account)) === 'warning');

    await waitFor('all numbers know', async () => (await levels()).join() === 'warning,warning,ok');
    expect(await deadLetters()).toEqual([]);
  });

  it('about one number reach that number alone, whichever address they came to', async () => {
    const { account, tell, levelOf, levels, deadLetters } = await begin();

    await tell('phone_number_quality_update', { display_phone_number: '+49 30 901820', event: 'FLAGGED' });
    await waitFor('the news arrive', async () => (await levelOf(account)) === 'warning');

    expect(await levels()).toEqual(['warning', 'ok', 'ok']);
    expect(await deadLetters()).toEqual([]);
  });

  it('about a number that nobody has connected are kept raw', async () => {
    const { tell, levels, deadLetters } = await begin();

    await tell('phone_number_quality_update', { display_phone_number: '4930999999', event: 'FLAGGED' });
    await waitFor('the news arrive', async () => (await deadLetters()).length > 0);

    expect(await deadLetters()).toMatchObject([{ reason: 'account-unknown' }]);
    expect(await levels()).toEqual(['ok', 'ok', 'ok']);
  });
});
