import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ThreadControl } from '../../../src/core/model/words.ts';
import { identities } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { at, createReceivingScene, type ReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('who answers a contact at the platform', (open) => {
  let scene: ReceivingScene;
  beforeEach(async () => {
    scene = await createReceivingScene(await open());
    await scene.post(textFrom('ada', 'm1', 'Hello', { sentAt: at(1) }));
  });
  afterEach(() => scene.core.wake.close());

  const goesTo = (control: ThreadControl, seconds: number) =>
    scene.post({
      kind: 'thread-control',
      sender: { externalId: 'ada' },
      control,
      occurredAt: at(seconds),
    });
  const control = async () => {
    const [identity] = await scene.core.db.orm.select().from(identities);
    return identity?.threadControl;
  };
  const told = async () => (await scene.log()).filter((type) => type === 'THREAD_CONTROL_CHANGED').length;

  it('is not known before the platform says it', async () => {
    expect(await control()).toBeNull();
  });

  it('is what the newest news say, in whatever order they come', async () => {
    await goesTo('ANOTHERS', 30);
    await goesTo('OURS', 20);

    expect(await control()).toBe('ANOTHERS');
    expect(await told()).toBe(1);
  });

  it('is told once, however often the platform repeats it', async () => {
    await goesTo('ANOTHERS', 20);
    await goesTo('ANOTHERS', 20);
    await goesTo('NOBODYS', 40);

    expect(await control()).toBe('NOBODYS');
    expect(await told()).toBe(2);
  });
});
