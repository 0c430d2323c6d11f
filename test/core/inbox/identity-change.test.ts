import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IdentityChangedEvent } from '../../../src/core/channel/index.ts';
import { unlinkIdentity } from '../../../src/core/inbox/unlink-identity.ts';
import { conversations, identities, messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { at, createReceivingScene, type ReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('a contact whose id at the platform changed', (open) => {
  let scene: ReceivingScene;
  beforeEach(async () => {
    scene = await createReceivingScene(await open());
    await scene.post(textFrom('old', 'm1', 'Hello', { sentAt: at(1) }));
  });
  afterEach(() => scene.core.wake.close());

  const orm = () => scene.core.db.orm;
  const change: IdentityChangedEvent = {
    kind: 'identity-changed',
    previousExternalId: 'old',
    currentExternalId: 'new',
    aliases: ['49171'],
    occurredAt: at(5),
  };
  const all = () => orm().select().from(identities).orderBy(asc(identities.createdAt), asc(identities.id));
  const contactsOfMessages = async () => {
    const rows = await orm().select().from(messages);
    const threads = await orm().select().from(conversations);
    return new Set(
      rows.map(({ conversationId }) => threads.find(({ id }) => id === conversationId)?.contactId),
    );
  };

  it('keeps the conversation, under the old id, the new one and the number', async () => {
    await scene.post(change);
    for (const [index, name] of ['new', 'old', '49171'].entries()) {
      await scene.post(textFrom(name, `later-${index}`, 'Me again', { sentAt: at(10 + index) }));
    }

    expect((await all()).map(({ externalId }) => externalId)).toEqual(['new']);
    expect(await orm().select().from(conversations)).toHaveLength(1);
  });

  it('is linked to who they were, where they wrote before the change was reported', async () => {
    await scene.post(textFrom('new', 'm2', 'It is me', { sentAt: at(3) }));
    await scene.post(change);

    const [former, present] = await all();
    expect(present?.contactId).toBe(former?.contactId);
    expect([...(await contactsOfMessages())]).toEqual([former?.contactId]);
    expect(await scene.log()).toContain('IDENTITY_LINKED');
  });

  it('stays apart where somebody took that link back, however often the platform repeats it', async () => {
    await scene.post(textFrom('new', 'm2', 'It is me', { sentAt: at(3) }));
    await scene.post(change);
    const present = (await all()).at(-1);
    if (present === undefined) throw new Error('Nobody wrote.');
    await unlinkIdentity(scene.core, scene.workspace.owner, {
      identityId: present.id,
      reason: 'Another person has the number now.',
    });

    await scene.post(change);

    const [former, apart] = await all();
    expect(apart?.contactId).not.toBe(former?.contactId);
  });
});
