import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { identities, messages, reactions } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { at, createReceivingScene, type ReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('a reaction that is told in words', (open) => {
  let scene: ReceivingScene;
  let count = 0;
  beforeEach(async () => {
    count = 0;
    scene = await createReceivingScene(await open());
    await scene.post(textFrom('ada', 'question', 'Is my parcel there?', { sentAt: at(1) }));
    await weSay('ours-1', { type: 'text', text: 'Your parcel is  on its way to you, and comes today.' });
    await weSay('ours-2', { type: 'choice', style: 'buttons', text: 'Is that fine?', options: [] });
  });
  afterEach(() => scene.core.wake.close());

  const orm = () => scene.core.db.orm;
  /** As it stands when the platform has taken it. */
  const weSay = async (externalId: string, part: Part) => {
    const [identity] = await orm().select().from(identities);
    const text: Part = { type: 'text', text: '.' };
    const sent = await sendMessage(scene.core, scene.workspace.owner, {
      conversationId: null,
      identityId: identity?.id ?? null,
      parts: [part.type === 'choice' ? text : part],
      purpose: 'SERVICE',
      replyToId: null,
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
      idempotencyKey: externalId,
    });
    if (sent.kind !== 'queued') throw new Error(sent.kind);
    await orm()
      .update(messages)
      .set({ externalId, parts: [part] })
      .where(eq(messages.id, sent.message.id));
  };
  const says = (quote: string | null, isRemoval = false) => {
    count += 1;
    const reaction = { emoji: '👍', isRemoval, quote };
    return scene.post(textFrom('ada', `tapback-${count}`, '👍', { sentAt: at(9 + count), reaction }));
  };
  const shown = async () => {
    const rows = await orm().select().from(reactions);
    const all = await orm().select().from(messages);
    return rows.map(({ messageId, emoji }) => [all.find(({ id }) => id === messageId)?.externalId, emoji]);
  };
  const inbound = async () =>
    (await orm().select().from(messages)).filter(({ direction }) => direction === 'INBOUND').length;

  it('stands at the message that it quotes the beginning of, and makes none of its own', async () => {
    await says('Your parcel is on its way…');

    expect(await shown()).toEqual([['ours-1', '👍']]);
    expect(await inbound()).toBe(1);
  });

  it('stands at the latest that has no words of its own, where it quotes none', async () => {
    await says(null);

    expect(await shown()).toEqual([['ours-2', '👍']]);
  });

  it('is gone when it is taken back', async () => {
    await says('Your parcel');
    await says('Your parcel', true);

    expect(await shown()).toEqual([]);
  });

  it('is a message where nobody knows what is quoted', async () => {
    await says('Something from last year');

    expect(await shown()).toEqual([]);
    expect(await inbound()).toBe(2);
  });
});
