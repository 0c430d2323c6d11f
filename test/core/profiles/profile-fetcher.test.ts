import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleJpeg } from '../../../src/channels/shared/simulator/sample-jpeg.ts';
import { createAutomations } from '../../../src/core/automation/automations.ts';
import { ChannelError, type ProfileFacts } from '../../../src/core/channel/index.ts';
import { createContentStore } from '../../../src/core/media/content-store.ts';
import { noteNewContact } from '../../../src/core/profiles/note-new-contact.ts';
import { createProfileFetcher } from '../../../src/core/profiles/profile-fetcher.ts';
import { contacts, identities, media, profileTasks } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createReceivingScene, type ReceivingScene, textFrom } from '../inbox/receiving-scene.ts';

describeOnEveryEngine('a new contact’s profile', (open) => {
  let scene: ReceivingScene;
  let pictures: Server;
  let answers: (() => Promise<ProfileFacts | null>)[];
  let asked: string[];
  let fetched: string[];
  let workers: { start(): void; stop(): Promise<void> }[];

  beforeEach(async () => {
    answers = [];
    asked = [];
    fetched = [];
    const telling = {
      ...exampleChannel,
      profileLimit: { times: 2, perMs: 12 * 60 * 60_000 },
      fetchProfile: async (externalId: string) => {
        asked.push(externalId);
        return (await answers.shift()?.()) ?? null;
      },
      downloadMedia: async (reference: string) => {
        fetched.push(reference);
        if (reference === 'gone') throw new Error('There is no such file.');
        const bytes = reference === 'no picture' ? Buffer.from('words') : sampleJpeg(8, 8);
        const padding = Buffer.alloc(reference === 'huge' ? 2 * 1024 * 1024 : 0);
        return { bytes: Buffer.concat([bytes, padding]), mimeType: null, fileName: null };
      },
    };
    scene = await createReceivingScene(await open(), [telling]);
    pictures = createServer((_request, response) => response.end(sampleJpeg(8, 8)));
    await new Promise<void>((listening) => pictures.listen(0, '127.0.0.1', listening));
    const contentStore = createContentStore(join(tmpdir(), 'confab-test-media'));
    workers = [createAutomations(scene.core), createProfileFetcher(scene.core, contentStore, { pollMs: 20 })];
    for (const worker of workers) worker.start();
  });
  afterEach(async () => {
    for (const worker of workers) await worker.stop();
    pictures.close();
    await scene.core.wake.close();
  });

  const orm = () => scene.core.db.orm;
  const isDone = async () =>
    (await orm().$count(profileTasks, sql`next_attempt_at < 'infinity'`)) === 0 &&
    (await orm().$count(profileTasks)) > 0;
  const nameless = (sender: string) =>
    textFrom(sender, `from-${sender}`, 'Hello', { sender: { externalId: sender } });
  const contactOf = async (externalId: string) => {
    const [row] = await orm()
      .select({ contact: contacts, identity: identities })
      .from(identities)
      .innerJoin(contacts, eq(contacts.id, identities.contactId))
      .where(eq(identities.externalId, externalId));
    return row;
  };

  const fails = (kind: 'unavailable' | 'rejected') => async () => {
    throw new ChannelError(kind, 'No.', {
      platformCode: '1',
      ...(kind === 'rejected' && { cause: 'other' }),
    });
  };

  it('fills in name, locale and picture, and holds up no message while it is asked for', async () => {
    const { port } = pictures.address() as AddressInfo;
    let tell: (facts: ProfileFacts) => void = () => {};
    answers.push(
      () =>
        new Promise((resolve) => {
          tell = resolve;
        }),
    );

    const status = await scene.post(nameless('ada'));
    await waitFor('the platform was asked', () => asked.length === 1);
    const before = await contactOf('ada');
    tell({ displayName: 'Ada Byron', locale: 'en', avatarUrl: `http://127.0.0.1:${port}/ada.jpg` });
    await waitFor(
      'there is a picture',
      async () => (await contactOf('ada'))?.identity.avatarMediaId != null,
      20_000,
    );

    const after = await contactOf('ada');
    const [picture] = await orm().select().from(media);
    expect(status).toBe(200);
    expect(before?.contact.name).toBeNull();
    expect(after?.contact).toMatchObject({ name: 'Ada Byron', locale: 'en' });
    expect(after?.identity.displayName).toBe('Ada Byron');
    expect(picture).toMatchObject({
      id: after?.identity.avatarMediaId,
      status: 'STORED',
      mimeType: 'image/jpeg',
    });
    expect(await scene.log()).toContain('CONTACT_CHANGED');
    await waitFor('nothing is left to ask', isDone, 20_000);
  });

  it('copies a picture that has no address by its reference, once, and shows the reference nowhere', async () => {
    answers.push(async () => ({ avatarReference: 'file-of-ada' }));

    await scene.post(nameless('ada'));
    await waitFor('there is a picture', async () => (await contactOf('ada'))?.identity.avatarMediaId != null);

    const [picture] = await orm().select().from(media);
    expect(fetched).toEqual(['file-of-ada']);
    expect(picture).toMatchObject({ status: 'STORED', mimeType: 'image/jpeg', reference: null });
  });

  it('does without a picture that can not be fetched, is none, or is too large', async () => {
    for (const reference of ['gone', 'no picture', 'huge']) {
      answers.push(async () => ({ displayName: `With ${reference}`, avatarReference: reference }));
      await scene.post(nameless(reference));
      await waitFor(
        'the name is known',
        async () => (await contactOf(reference))?.contact.name === `With ${reference}`,
      );
    }

    expect(fetched).toEqual(['gone', 'no picture', 'huge']);
    expect(await orm().select().from(media)).toEqual([]);
  });

  it('leaves what is known already as it is', async () => {
    answers.push(async () => ({ displayName: 'Somebody else', locale: 'de' }));

    await scene.post(textFrom('grace', 'm1', 'Hello'));
    await waitFor(
      'the locale is known',
      async () => (await contactOf('grace'))?.contact.locale === 'de',
      20_000,
    );

    expect((await contactOf('grace'))?.contact.name).toBe('Name of grace');
  });

  it('is asked for again after a failure, a minute later at the earliest, and not after a refusal', async () => {
    answers.push(fails('unavailable'), fails('rejected'));

    await scene.post(nameless('ada'));
    await waitFor('it is put off', async () => (await secondsUntilNext()) > 50, 20_000);
    await orm().update(profileTasks).set({ nextAttemptAt: sql`now()` });
    await waitFor('nothing is left to ask', isDone, 20_000);

    expect(asked).toEqual(['ada', 'ada']);
  });

  it('is asked for no more often than the platform allows, whatever became of the answers', async () => {
    answers.push(fails('unavailable'), fails('unavailable'));

    await scene.post(nameless('ada'));
    await waitFor('it is put off', async () => (await secondsUntilNext()) > 50);
    await orm().update(profileTasks).set({ nextAttemptAt: sql`now()` });
    await waitFor('it was asked again', () => asked.length === 2);

    expect(await secondsUntilNext(2)).toBeGreaterThan(11 * 60 * 60);
  });

  it('is not asked for again when the news of a contact is read once more', async () => {
    answers.push(async () => ({ displayName: 'Ada Byron' }));
    await scene.post(nameless('ada'));
    await waitFor('nothing is left to ask', isDone);
    const { identity } = (await contactOf('ada')) ?? {};
    if (identity === undefined) throw new Error('Nobody wrote.');

    await noteNewContact(scene.core, {
      type: 'CONTACT_CREATED',
      workspaceId: identity.workspaceId,
      subject: { identityId: identity.id },
    });

    expect(await isDone()).toBe(true);
    expect(asked).toEqual(['ada']);
  });

  /** On database time, as the schedule is. */
  const secondsUntilNext = async (attemptCount = 1): Promise<number> => {
    const [row] = await orm()
      .select({ seconds: sql<number>`extract(epoch from ${profileTasks.nextAttemptAt} - now())::float8` })
      .from(profileTasks)
      .where(eq(profileTasks.attemptCount, attemptCount));
    // Whoever asks holds it for less than a minute; what follows a failure is one.
    return row?.seconds ?? 0;
  };
});
