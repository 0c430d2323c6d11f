import { afterEach, expect, it } from 'vitest';
import { reportCampaign } from '../../../src/core/campaigns/campaign-report.ts';
import { moveOneCampaign } from '../../../src/core/campaigns/campaign-runner.ts';
import { cancelCampaign, pauseCampaign, resumeCampaign } from '../../../src/core/campaigns/halt-campaign.ts';
import { retryCampaign } from '../../../src/core/campaigns/retry-campaign.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { type CampaignScene, createCampaignScene, text } from './campaign-scene.ts';

describeOnEveryEngine('a campaign that runs', (open) => {
  let scene: CampaignScene | null = null;
  const begin = async () => {
    scene = await createCampaignScene(open);
    return scene;
  };
  afterEach(async () => {
    await scene?.close();
    scene = null;
  });
  const sentTo = ({ platform }: CampaignScene) => platform.requests.map(({ to }) => to).toSorted();

  it('reaches each confirmed subscriber once and nobody else, and tells its readers', async () => {
    const scene = await begin();
    await scene.subscriber('Ada');
    await scene.subscriber('Bob');
    await scene.customer('Cleo, who never agreed');
    const campaign = await scene.draft();

    const foreseen = await scene.preview(campaign);
    await scene.start(campaign);
    scene.delivery.start();
    await scene.reaches(campaign.id, 'COMPLETED');

    expect(sentTo(scene)).toEqual(['Ada', 'Bob']);
    expect(foreseen.forecast).toMatchObject({ recipientCount: 2, reachableCount: 2 });
    expect(await scene.progress(campaign.id)).toEqual({ SENT: 2 });
  });

  it('says nothing to somebody who left after it was started', async () => {
    const scene = await begin();
    const ada = await scene.subscriber('Ada');
    await scene.subscriber('Bob');
    const campaign = await scene.draft();
    await scene.start(campaign);
    await scene.move();

    await scene.says(ada, 'STOP');
    scene.delivery.start();
    await scene.reaches(campaign.id, 'COMPLETED');

    const newsletters = scene.platform.requests.filter((request) => request.text.includes('Tulips'));
    expect(newsletters.map(({ to }) => to)).toEqual(['Bob']);
    expect(await scene.progress(campaign.id)).toEqual({ REFUSED: 1, SENT: 1 });
  });

  it('has fixed its recipients when it starts: who comes later gets the next one', async () => {
    const scene = await begin();
    await scene.subscriber('Ada');
    const campaign = await scene.draft();
    await scene.start(campaign);
    scene.core.clock.advance(1_000);
    await scene.subscriber('Late');

    scene.delivery.start();
    await scene.reaches(campaign.id, 'COMPLETED');

    expect(sentTo(scene)).toEqual(['Ada']);
  });

  it('lets nothing of a paused campaign leave, and goes on with everybody once', async () => {
    const scene = await begin();
    for (const name of ['Ada', 'Bob', 'Cleo']) await scene.subscriber(name);
    const campaign = await scene.draft();
    const command = { campaignId: campaign.id };
    await scene.start(campaign);
    await scene.move();

    await pauseCampaign(scene.core, scene.workspace.owner, command);
    scene.delivery.start();
    await scene.queueIsLookedAt();
    const whilePaused = sentTo(scene).filter((to) => to !== 'a bystander');
    await resumeCampaign(scene.core, scene.workspace.owner, command);
    await scene.reaches(campaign.id, 'COMPLETED');

    expect(whilePaused).toEqual([]);
    expect(sentTo(scene).filter((to) => to !== 'a bystander')).toEqual(['Ada', 'Bob', 'Cleo']);
  });

  it('ends for good when it is canceled', async () => {
    const scene = await begin();
    await scene.subscriber('Ada');
    const campaign = await scene.draft();
    await scene.start(campaign);
    await scene.move();

    await cancelCampaign(scene.core, scene.workspace.owner, { campaignId: campaign.id });
    scene.delivery.start();
    await scene.queueIsLookedAt();

    expect(sentTo(scene)).toEqual(['a bystander']);
    expect(await scene.progress(campaign.id)).toEqual({ CANCELED: 1 });
  });

  it('fills in what is known of each, and refuses to start while somebody lacks a value', async () => {
    const scene = await begin();
    await scene.subscriber('Ada', { attributes: { city: 'Graz' } });
    await scene.subscriber('Bob');
    const strict = await scene.draft({ content: text('Hello {{firstName}}, tulips in {{city}}!') });
    const kind = await scene.draft({ content: text('Hello {{firstName}}, tulips in {{city|your town}}!') });

    const refused = await scene.start(strict);
    const foreseen = await scene.preview(strict);
    await scene.start(kind);
    scene.delivery.start();
    await scene.reaches(kind.id, 'COMPLETED');

    expect(refused).toMatchObject({ kind: 'validation-failed' });
    expect(foreseen.missing).toContain('{{city}} for 1');
    expect(scene.platform.requests.map((request) => request.text).toSorted()).toEqual([
      'Hello Ada, tulips in Graz!',
      'Hello Bob, tulips in your town!',
    ]);
  });

  it('tries the failed part alone again', async () => {
    const scene = await begin();
    await scene.subscriber('Ada');
    await scene.subscriber('Bob');
    scene.platform.answers(({ to }) =>
      to === 'Bob' ? { status: 400 } : { status: 200, body: { externalIds: [`p-${to}`] } },
    );
    const campaign = await scene.draft();
    await scene.start(campaign);
    scene.delivery.start();
    await scene.reaches(campaign.id, 'COMPLETED');
    const before = await scene.progress(campaign.id);

    scene.platform.accepts();
    const retried = await retryCampaign(scene.core, scene.workspace.owner, {
      campaignId: campaign.id,
      states: null,
    });
    await scene.reaches(campaign.id, 'COMPLETED');

    expect(before).toEqual({ SENT: 1, FAILED: 1 });
    expect(retried).toMatchObject({ kind: 'retried', count: 1 });
    expect(sentTo(scene)).toEqual(['Ada', 'Bob', 'Bob']);
    expect(await scene.progress(campaign.id)).toEqual({ SENT: 2 });
  });

  it('makes one message of each recipient when two processes take the same step', async () => {
    const scene = await begin();
    for (const name of ['Ada', 'Bob', 'Cleo', 'Dan']) await scene.subscriber(name);
    const other = scene.anotherProcess();
    const campaign = await scene.draft();
    await scene.start(campaign);

    const both = [scene.core, other.core].map(async (core) => {
      for (let step = 0; step < 10; step += 1) {
        await moveOneCampaign(core);
        // As if the holder had been asleep: whoever comes now takes over.
        await scene.core.db.run(END_LEASES, []);
      }
    });
    await Promise.all(both);
    scene.delivery.start();
    await scene.reaches(campaign.id, 'COMPLETED');

    expect(sentTo(scene)).toEqual(['Ada', 'Bob', 'Cleo', 'Dan']);
  });

  it('counts answers and farewells in its report', async () => {
    const scene = await begin();
    const ada = await scene.subscriber('Ada');
    const bob = await scene.subscriber('Bob');
    await scene.subscriber('Cleo');
    const campaign = await scene.draft();
    await scene.start(campaign);
    scene.delivery.start();
    await scene.reaches(campaign.id, 'COMPLETED');

    scene.core.clock.advance(60_000);
    await scene.says(ada, 'How much are they?');
    await scene.says(bob, 'STOP');

    expect(await reportCampaign(scene.core.db, campaign.id)).toMatchObject({
      recipientCount: 3,
      sentCount: 3,
      answeredCount: 1,
      withdrewCount: 1,
    });
  });
});

const END_LEASES = {
  name: 'test_end_leases',
  text: 'UPDATE campaigns SET lease_until = NULL, due_at = NULL',
};
