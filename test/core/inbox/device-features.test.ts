import { expect, it } from 'vitest';
import { toOutbound } from '../../../src/core/inbox/to-outbound.ts';
import { identities } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { at, createReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('what a device can show', (open) => {
  const heard = async (...lists: readonly (readonly string[] | undefined)[]) => {
    const { core, post } = await createReceivingScene(await open());
    for (const [index, deviceFeatures] of lists.entries()) {
      const sender = { externalId: 'ada', ...(deviceFeatures !== undefined && { deviceFeatures }) };
      await post(textFrom('ada', String(index), 'hello', { sender, sentAt: at(index) }));
    }
    const [identity] = await core.db.orm.select().from(identities);
    return identity?.deviceFeatures;
  };

  it.each([
    ['is kept with the first message', [['LIST', 'TIME']], ['LIST', 'TIME']],
    ['follows the newest report', [['LIST'], ['QUICK']], ['QUICK']],
    ['becomes nothing when the newest device can do nothing', [['LIST'], []], []],
    ['stays what it was when a message does not tell', [['LIST'], undefined], ['LIST']],
    ['is unknown until somebody tells', [undefined], null],
  ])('%s', async (_name, lists, expected) => {
    expect(await heard(...lists)).toEqual(expected);
  });

  it('keeps the newer report when an older message comes late', async () => {
    const { core, post } = await createReceivingScene(await open());
    const message = (id: string, seconds: number, deviceFeatures: readonly string[]) =>
      textFrom('ada', id, 'hello', { sender: { externalId: 'ada', deviceFeatures }, sentAt: at(seconds) });

    await post(message('late', 9, ['QUICK']));
    await post(message('early', 1, ['LIST']));

    const [identity] = await core.db.orm.select().from(identities);
    expect(identity?.deviceFeatures).toEqual(['QUICK']);
  });

  it('reaches the adapter that renders, and is absent where nothing is known', async () => {
    const { core, account } = await createReceivingScene(await open());
    const recipientFor = async (deviceFeatures: readonly string[] | null) => {
      const outbound = await toOutbound(core, exampleChannel, {
        id: 'm1',
        message: {
          parts: [],
          author: 'MEMBER',
          purpose: 'SERVICE',
          options: { overlongText: 'SPLIT', onUnsupported: 'DEGRADE', isSilent: false },
        },
        recipient: { externalId: 'ada', kind: 'PERSON', deviceFeatures, lastInboundAt: null },
        replyToExternalId: null,
        account,
        at: core.clock.now(),
      });
      return outbound.recipient;
    };

    expect(await recipientFor(['LIST'])).toEqual({
      externalId: 'ada',
      isGroup: false,
      deviceFeatures: ['LIST'],
    });
    expect(await recipientFor(null)).toEqual({ externalId: 'ada', isGroup: false });
  });
});
