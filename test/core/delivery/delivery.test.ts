import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createSendingScene, type SendingScene } from './sending-scene.ts';

describeOnEveryEngine('delivery', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    scene = await createSendingScene(open);
  });
  afterEach(() => scene.close());

  it('sends a queued message once and records the platform’s id', async () => {
    const ada = await scene.customer();
    const queued = await scene.send(ada, 'Hello');

    scene.delivery.start();
    const sent = await scene.becomes(queued.id, 'SENT');

    expect(scene.platform.requests).toMatchObject([{ to: 'Ada', text: 'Hello', messageId: queued.id }]);
    expect(sent).toMatchObject({ externalId: 'platform-1', leaseUntil: null, acceptedRequests: 1 });
    expect(await scene.attemptsOf(queued.id)).toMatchObject([{ number: 1, outcome: 'accepted' }]);
    expect(await scene.told(queued.id)).toEqual(['MESSAGE_QUEUED', 'SENT']);
  });
});
