import { expect, it } from 'vitest';
import { deleteTemplate, editTemplate } from '../../../src/core/templates/change-template.ts';
import { createTemplate } from '../../../src/core/templates/create-template.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { withRole } from '../../support/test-core.ts';
import { createTemplateScene, ORDER_READY } from './template-scene.ts';

describeOnEveryEngine('a template that is made here', (open) => {
  it('is sent in once, however often its key comes, and waits for its verdict', async () => {
    const scene = await createTemplateScene(await open());

    const first = await scene.create();
    const again = await scene.create();
    const other = await createTemplate(scene.core, scene.owner, {
      channelAccountId: scene.account.id,
      draft: { ...ORDER_READY, footer: 'Other words' },
      idempotencyKey: 'key',
    });

    expect(first).toMatchObject({ status: 'PENDING', isApproved: false, category: 'UTILITY' });
    expect(again).toEqual(first);
    expect(other.kind).toBe('idempotency-conflict');
    expect(scene.platform.requests.items.map(({ method }) => method)).toEqual(['POST']);
    expect(await scene.log()).toEqual(['TEMPLATE_CHANGED order_ready PENDING']);
  });

  it('never leaves when its form is wrong, and says where', async () => {
    const scene = await createTemplateScene(await open());

    const outcome = await createTemplate(scene.core, scene.owner, {
      channelAccountId: scene.account.id,
      draft: { ...ORDER_READY, body: { text: 'Hello {{name}}, welcome.', examples: {} } },
      idempotencyKey: 'key',
    });

    expect(outcome).toMatchObject({ kind: 'validation-failed', path: ['body', 'examples', 'name'] });
    expect(scene.platform.requests.items).toEqual([]);
    await expect(scene.create()).resolves.toMatchObject({ status: 'PENDING' });
  });

  it('is refused in the platform’s words, and its key stays free', async () => {
    const scene = await createTemplateScene(await open());
    await scene.makeThere('order_ready');
    const command = { channelAccountId: scene.account.id, draft: ORDER_READY, idempotencyKey: 'key' };

    const refused = await createTemplate(scene.core, scene.owner, command);
    const again = await createTemplate(scene.core, scene.owner, command);

    expect(refused).toMatchObject({ kind: 'channel-unavailable', platformCode: '100', isRetryable: false });
    expect(refused).toMatchObject({ message: expect.stringContaining('already content') });
    expect(again).toEqual(refused);
  });

  it('is found again when the platform took it and its answer was lost', async () => {
    const scene = await createTemplateScene(await open());
    scene.platform.faults.answers.inject({
      fault: { kind: 'cut', when: 'after-accepting' },
      operation: 'message_templates',
    });
    const command = { channelAccountId: scene.account.id, draft: ORDER_READY, idempotencyKey: 'key' };

    const unclear = await createTemplate(scene.core, scene.owner, command);
    const found = await createTemplate(scene.core, scene.owner, command);

    expect(unclear).toMatchObject({ kind: 'channel-unavailable', isRetryable: true });
    expect(found).toMatchObject({ kind: 'created', template: { name: 'order_ready', status: 'PENDING' } });
    expect(scene.platform.requests.items.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('is made, changed and deleted by administrators of its own workspace alone', async () => {
    const scene = await createTemplateScene(await open());
    const { id } = await scene.create();
    const agent = withRole(scene.owner, 'AGENT');

    const made = await createTemplate(scene.core, agent, {
      channelAccountId: scene.account.id,
      draft: ORDER_READY,
      idempotencyKey: 'another',
    });
    const deleted = await deleteTemplate(scene.core, agent, { id, allLanguages: false });

    expect([made.kind, deleted.kind]).toEqual(['forbidden', 'forbidden']);
  });

  it('takes other words when it is approved, waits for approval again, and is gone when it is deleted', async () => {
    const scene = await createTemplateScene(await open());
    const { id } = await scene.create();
    const content = { ...ORDER_READY, footer: 'Bakery Lindenhof' };

    const early = await editTemplate(scene.core, scene.owner, { id, category: null, content });
    await scene.judge('APPROVED');
    await scene.becomes(({ status }) => status === 'APPROVED');
    const edited = await editTemplate(scene.core, scene.owner, { id, category: null, content });
    const gone = await deleteTemplate(scene.core, scene.owner, { id, allLanguages: false });
    const goneAgain = await deleteTemplate(scene.core, scene.owner, { id, allLanguages: true });

    expect(early).toMatchObject({ kind: 'channel-unavailable', message: expect.stringContaining('PENDING') });
    expect(edited).toMatchObject({
      template: { status: 'PENDING', isApproved: false, content: { footer: 'Bakery Lindenhof' } },
    });
    expect(gone).toMatchObject({ template: { status: 'DELETED', vanishedAt: scene.core.clock.now() } });
    expect(goneAgain).toMatchObject({ kind: 'done' });
  });
});
