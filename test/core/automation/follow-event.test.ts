import { afterEach, expect, it } from 'vitest';
import { createAutomations } from '../../../src/core/automation/automations.ts';
import type { WorkLoop } from '../../../src/core/events/work-loop.ts';
import { findReaderPosition } from '../../../src/core/store/event-readers.ts';
import { identities } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createReceivingScene, textFrom } from '../inbox/receiving-scene.ts';

/** Its adapter chokes on whatever is to be sent. */
const choking = {
  ...exampleChannel,
  render: () => {
    throw new TypeError('a bug of the adapter');
  },
};

describeOnEveryEngine('what the log sets off', (open) => {
  let automations: WorkLoop | null = null;
  afterEach(() => automations?.stop());

  it('goes on behind an event that can never be followed: a stop word after it still counts', async () => {
    const { core, workspace, post, log } = await createReceivingScene(await open(), [choking]);
    automations = createAutomations(core);
    automations.start();

    await post(textFrom('ada', 'm1', '/help'));
    await post(textFrom('ada', 'm2', 'stop'));

    await waitFor('the stop word is obeyed', async () => {
      const [ada] = await core.db.orm.select().from(identities);
      return ada?.promotionalOptOutAt != null;
    });
    await waitFor('the log is read to its end', async () => {
      const position = await findReaderPosition(core.db, workspace.workspace.id, 'commands');
      return position === (await log()).length;
    });
    expect(core.log.entries).toContainEqual({
      level: 'error',
      sentence: 'an event could not be followed',
      fields: expect.objectContaining({ follower: 'command' }),
    });
  });
});
