import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { messages, workspaces } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createSendingScene, type SendingScene, SOON } from './sending-scene.ts';

const WAIT_MS = 15 * 60_000;

describeOnEveryEngine('a workspace that wants unconfirmed messages sent again', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    scene = await createSendingScene(open);
    await scene.core.db.orm
      .update(workspaces)
      .set({ unconfirmedPolicy: 'RESEND' })
      .where(eq(workspaces.id, scene.workspace.workspace.id));
  });
  afterEach(() => scene.close());

  const sentToAda = () => scene.platform.requests.filter(({ to }) => to === 'Ada');
  const loseAnswers = (count: number) =>
    scene.platform.answers(({ to, messageId }) =>
      to === 'Ada' && sentToAda().length <= count
        ? 'reset'
        : { status: 200, body: { externalIds: [`of-${messageId}`] } },
    );

  it('gets that after a quarter of an hour without a receipt, marked as a possible duplicate', async () => {
    loseAnswers(1);
    const { id } = await scene.send(await scene.customer('Ada'), 'once or twice');

    scene.delivery.start();
    await scene.becomes(id, 'UNCONFIRMED');
    await scene.advance(WAIT_MS - 60_000);
    await scene.queueIsLookedAt();
    const early = sentToAda().length;
    await scene.advance(60_000);
    const sent = await scene.becomes(id, 'SENT');

    expect(early).toBe(1);
    expect(sentToAda()).toHaveLength(2);
    expect(sent).toMatchObject({ isPossibleDuplicate: true, failure: null });
    expect(await scene.told(id)).toEqual(['MESSAGE_QUEUED', 'UNCONFIRMED', 'QUEUED', 'SENT']);
  });

  it('gets it three times at most; then a person must decide', async () => {
    loseAnswers(Number.POSITIVE_INFINITY);
    const { id } = await scene.send(await scene.customer('Ada'), 'again and again');

    scene.delivery.start();
    for (let sent = 1; sent <= 4; sent += 1) {
      await expect
        .poll(async () => [sentToAda().length, (await scene.message(id)).status], SOON)
        .toEqual([sent, 'UNCONFIRMED']);
      await scene.advance(2 * WAIT_MS);
    }
    await scene.queueIsLookedAt();

    expect(sentToAda()).toHaveLength(4);
    expect(await scene.message(id)).toMatchObject({ status: 'UNCONFIRMED', availableAt: null });
  });

  it('does not get it for campaigns', async () => {
    loseAnswers(2);
    const ada = await scene.customer('Ada');
    const issue = await scene.send(ada, 'issue 1');
    await scene.core.db.orm.update(messages).set({ authorKind: 'CAMPAIGN' }).where(eq(messages.id, issue.id));
    const answer = await scene.send(ada, 'your answer');

    scene.delivery.start();
    await scene.becomes(issue.id, 'UNCONFIRMED');
    await scene.becomes(answer.id, 'UNCONFIRMED');
    await scene.advance(2 * WAIT_MS);
    await scene.becomes(answer.id, 'SENT');

    expect(sentToAda().map(({ text }) => text)).toEqual(['issue 1', 'your answer', 'your answer']);
    expect((await scene.message(issue.id)).status).toBe('UNCONFIRMED');
  });

  it('does not get it any more when it has changed its mind meanwhile', async () => {
    loseAnswers(1);
    const { id } = await scene.send(await scene.customer('Ada'), 'hold');

    scene.delivery.start();
    await scene.becomes(id, 'UNCONFIRMED');
    await scene.core.db.orm.update(workspaces).set({ unconfirmedPolicy: 'HOLD' });
    await scene.advance(2 * WAIT_MS);
    await expect.poll(async () => (await scene.message(id)).availableAt, SOON).toBeNull();
    await scene.queueIsLookedAt();

    expect(sentToAda()).toHaveLength(1);
    expect((await scene.message(id)).status).toBe('UNCONFIRMED');
  });
});
