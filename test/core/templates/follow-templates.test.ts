import { expect, it } from 'vitest';
import { readDueTemplates } from '../../../src/core/templates/template-reader.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createTemplateScene } from './template-scene.ts';

describeOnEveryEngine('news of a template', (open) => {
  it('change it at once, tell the readers of the log, and are no dead letters', async () => {
    const scene = await createTemplateScene(await open());
    await scene.create();

    await scene.judge('REJECTED', 'PROMOTIONAL');
    const rejected = await scene.becomes(({ status }) => status === 'REJECTED');
    await scene.judge('APPROVED');
    const approved = await scene.becomes(({ status }) => status === 'APPROVED');
    await scene.review({ category: 'MARKETING' });
    const moved = await scene.becomes(({ category }) => category === 'MARKETING');
    await scene.review({ quality: 'RED' });
    await scene.becomes(({ quality }) => quality === 'RED');
    await scene.judge('PAUSED');
    const paused = await scene.becomes(({ status }) => status === 'PAUSED');

    expect(rejected).toMatchObject({ rejectionReason: 'PROMOTIONAL', isApproved: false });
    expect(approved).toMatchObject({ rejectionReason: null, isApproved: true });
    expect(moved).toMatchObject({ previousCategory: 'UTILITY' });
    expect(paused).toMatchObject({ isApproved: false, platformStatus: 'PAUSED', quality: 'RED' });
    expect(await scene.log()).toEqual([
      'TEMPLATE_CHANGED order_ready PENDING',
      'TEMPLATE_CHANGED order_ready REJECTED',
      'TEMPLATE_CHANGED order_ready APPROVED',
      'TEMPLATE_CHANGED order_ready APPROVED',
      'TEMPLATE_CHANGED order_ready APPROVED',
      'TEMPLATE_CHANGED order_ready PAUSED',
    ]);
    expect(await scene.deadLetters()).toEqual([]);
  });

  it('about one that we do not know make us read the list', async () => {
    const scene = await createTemplateScene(await open());
    await readDueTemplates(scene.core);

    await scene.makeThere('made_elsewhere');

    await waitFor('the template is read', async () => {
      await readDueTemplates(scene.core);
      return (await scene.stored()).length === 1;
    });
    expect(await scene.stored()).toMatchObject([{ name: 'made_elsewhere', status: 'APPROVED' }]);
    expect(await scene.deadLetters()).toEqual([]);
  });

  it('that are older than what we know change nothing before the platform was asked', async () => {
    const scene = await createTemplateScene(await open());
    const { externalId } = await scene.create();
    await scene.judge('APPROVED');
    await scene.becomes(({ status }) => status === 'APPROVED');
    scene.platform.time.advance(-60_000);

    await scene.tell('message_template_status_update', {
      event: 'PAUSED',
      message_template_id: externalId,
      message_template_name: 'order_ready',
      message_template_language: 'en',
    });
    await waitFor('the platform is asked', async () => (await readDueTemplates(scene.core)) > 0);

    expect(await scene.stored()).toMatchObject([{ status: 'APPROVED' }]);
  });

  it('reach every number of the business, and none of another', async () => {
    const scene = await createTemplateScene(await open());
    const { businessAccountId } = scene.number;
    const second = await scene.connect(scene.platform.addNumber({ businessAccountId, phone: '4930901821' }));
    const stranger = await scene.connect(scene.platform.addNumber({ phone: '4930901822' }));
    await scene.makeThere('order_ready');
    await readDueTemplates(scene.core);

    await scene.judge('PAUSED');
    await scene.becomes(({ status }) => status === 'PAUSED');
    await waitFor('the second number hears of it', async () =>
      (await scene.stored(second)).some(({ status }) => status === 'PAUSED'),
    );

    expect(await scene.stored(stranger)).toEqual([]);
    expect(await scene.deadLetters()).toEqual([]);
  });
});
