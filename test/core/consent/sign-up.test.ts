import { afterEach, expect, it } from 'vitest';
import { createTopic } from '../../../src/core/consent/create-topic.ts';
import { followReferral } from '../../../src/core/consent/follow-referral.ts';
import { subscriptionPayload } from '../../../src/core/consent/subscription-payload.ts';
import { updateTopic } from '../../../src/core/consent/update-topic.ts';
import { advanceClock } from '../../../src/core/inbox/advance-clock.ts';
import type { ReferralId } from '../../../src/core/model/ids.ts';
import { readConsentsOfIdentity } from '../../../src/core/store/consent-ledger.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { Identity, Topic } from '../../../src/core/store/rows.ts';
import { referrals } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { type ConsentScene, createConsentScene } from './consent-scene.ts';

describeOnEveryEngine('signing up and leaving', (open) => {
  let scene: ConsentScene | null = null;
  const begin = async () => {
    scene = await createConsentScene(open);
    scene.delivery.start();
    return scene;
  };
  afterEach(async () => {
    await scene?.close();
    scene = null;
  });
  const comesThrough = async ({ core, workspace, account }: ConsentScene, who: Identity, ref: string) => {
    await core.db.orm.insert(referrals).values({
      id: newId<ReferralId>(),
      workspaceId: workspace.owner.workspaceId,
      channelAccountId: account.id,
      identityId: who.id,
      externalId: newId(),
      ref,
      source: 'deep-link',
      occurredAt: core.clock.now(),
    });
    await followReferral(core, workspace.owner.workspaceId, who.id);
  };
  const told = (scene: ConsentScene) => scene.platform.requests.map(({ text }) => text);
  const withKeyword = async ({ core, workspace }: ConsentScene): Promise<Topic> => {
    const outcome = await createTopic(core, workspace.owner, {
      name: 'Spring news',
      purpose: 'NEWSLETTER',
      wording: 'Spring news, once a month?',
      wordings: { de: 'Frühlingspost, einmal im Monat?' },
      keywords: ['Tulips'],
      privacyNoticeUrl: null,
      privacyNoticeVersion: null,
    });
    if (outcome.kind !== 'created') throw new Error(outcome.message);
    return outcome.topic;
  };

  it('asks whoever comes through the link of a topic, once, and takes a yes', async () => {
    const scene = await begin();
    const ada = await scene.customer('Ada');
    const topic = await withKeyword(scene);

    await comesThrough(scene, ada, `${topic.signUpRef}-flyer`);
    await followReferral(scene.core, scene.workspace.owner.workspaceId, ada.id);
    const asked = await scene.stateOf(ada, topic);
    await scene.says(ada, 'yes');

    expect(asked).toBe('REQUESTED');
    expect(await scene.stateOf(ada, topic)).toBe('CONFIRMED');
    const [, request] = await readConsentsOfIdentity(scene.core.db, ada.workspaceId, ada.id);
    expect(request?.evidence).toMatch(/^The contact followed a link at "flyer", referral /u);
    await expect.poll(() => told(scene).filter((text) => text.includes('once a month'))).toHaveLength(1);
  });

  it('asks again whoever writes the keyword after a question has expired, by the workspace’s own clock', async () => {
    const scene = await begin();
    const ada = await scene.customer('Ada');
    await withKeyword(scene);
    const { core, workspace } = scene;
    const asks = async () =>
      (await readConsentsOfIdentity(core.db, workspace.owner.workspaceId, ada.id)).length;

    await scene.says(ada, 'Tulips');
    await scene.says(ada, 'tulips');
    const askedOnce = await asks();
    await advanceClock(core, workspace.owner, { byMs: 7 * 24 * 60 * 60 * 1000 });
    await scene.says(ada, 'tulips');

    expect([askedOnce, await asks()]).toEqual([1, 2]);
  });

  it('does not ask again whoever refused what the link leads to', async () => {
    const scene = await begin();
    const ada = await scene.customer('Ada');
    const topic = await withKeyword(scene);
    await comesThrough(scene, ada, topic.signUpRef ?? '');
    await scene.says(ada, 'no');

    await scene.says(ada, 'What are your opening hours?');

    expect(await scene.stateOf(ada, topic)).toBe('WITHDRAWN');
  });

  it('asks whoever writes a keyword, in any case, or taps a button', async () => {
    const scene = await begin();
    const [ada, bob] = [await scene.customer('Ada'), await scene.customer('Bob')];
    const topic = await withKeyword(scene);

    await scene.says(ada, 'TULIPS!');
    await scene.says(bob, {
      type: 'choice-reply',
      payload: subscriptionPayload({ wish: 'subscribe', topicId: topic.id }),
      title: 'Subscribe',
    });

    expect(await scene.stateOf(ada, topic)).toBe('REQUESTED');
    expect(await scene.stateOf(bob, topic)).toBe('REQUESTED');
  });

  it('gives a keyword to one topic alone, as people write it', async () => {
    const scene = await begin();
    await withKeyword(scene);
    const make = (name: string, keywords: readonly string[]) =>
      createTopic(scene.core, scene.workspace.owner, {
        name,
        keywords,
        purpose: 'NEWSLETTER',
        wording: null,
        privacyNoticeUrl: null,
        privacyNoticeVersion: null,
      });

    const taken = await make('Summer news', ['roses', ' TULIPS! ']);
    const free = await make('Winter news', ['Snow!']);
    const ada = await scene.customer('Ada');
    await scene.says(ada, 'snow');

    expect(taken).toMatchObject({ kind: 'conflict', path: ['keywords'] });
    if (free.kind !== 'created') throw new Error(free.message);
    expect(await scene.stateOf(ada, free.topic)).toBe('REQUESTED');
    expect(
      await updateTopic(scene.core, scene.workspace.owner, {
        topicId: free.topic.id,
        change: { keywords: ['tulips'] },
      }),
    ).toMatchObject({ kind: 'conflict', path: ['keywords'] });
  });

  it('leaves one topic by the button of its preference message, and says so once', async () => {
    const scene = await begin();
    const ada = await scene.customer('Ada');
    const [spring, winter] = [await scene.topic('Spring'), await scene.topic('Winter')];
    await scene.agree(ada, spring);
    await scene.agree(ada, winter);

    await scene.says(ada, 'preferences');
    const tap = { type: 'choice-reply', title: 'Spring', payload: `leave:${spring.id}` } as const;
    await scene.says(ada, tap);
    await scene.says(ada, tap);

    expect(await scene.stateOf(ada, spring)).toBe('WITHDRAWN');
    expect(await scene.stateOf(ada, winter)).toBe('CONFIRMED');
    await expect.poll(() => told(scene).filter((text) => text.includes('no more')).length).toBe(2);
    expect(told(scene).filter((text) => text.startsWith('You will get "Spring"'))).toHaveLength(1);
  });
});
