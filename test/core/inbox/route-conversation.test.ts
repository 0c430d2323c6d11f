import { expect, it, onTestFinished } from 'vitest';
import { messenger } from '../../../src/channels/messenger/index.ts';
import { startMessengerSimulator } from '../../../src/channels/messenger/simulator/index.ts';
import { routeConversation } from '../../../src/core/inbox/route-conversation.ts';
import type { ContactId, IdentityId } from '../../../src/core/model/ids.ts';
import type { RoutingStep } from '../../../src/core/model/words.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import { contacts, events, identities } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { createTestCore, createTestWorkspace, withRole } from '../../support/test-core.ts';
import { connectTestAccount } from '../../support/workspace.ts';

describeOnEveryEngine('who answers a contact at the platform', (open) => {
  /** Ada, who wrote to a Page, in a workspace that has the Page. */
  const begin = async () => {
    const platform = await startMessengerSimulator();
    const page = platform.addPage();
    const ada = platform.customer('Ada');
    const { psid } = ada.writes('Hello?');
    const core = createTestCore({ db: await open(), channels: [messenger, exampleChannel] });
    onTestFinished(async () => {
      await platform.close();
      await core.wake.close();
    });
    const { owner } = await createTestWorkspace(core);
    const { workspaceId } = owner;
    const account = await connectTestAccount(core, owner, {
      channel: 'messenger',
      credentials: { pageId: page.id, pageAccessToken: page.token, appSecret: platform.app.secret },
      apiBaseUrl: platform.url,
    });
    const [contactId, identityId] = [newId<ContactId>(), newId<IdentityId>()];
    const createdAt = core.clock.now();
    await core.db.orm
      .insert(contacts)
      .values({ id: contactId, workspaceId, name: 'Ada', attributes: {}, tags: [], createdAt });
    const identity = {
      workspaceId,
      contactId,
      kind: 'PERSON',
      reachability: 'REACHABLE',
      createdAt,
    } as const;
    await core.db.orm
      .insert(identities)
      .values({ ...identity, id: identityId, externalId: psid, channelAccountId: account.id });

    const route = (step: RoutingStep, program: string | null = null, viewer = owner) =>
      routeConversation(core, viewer, { identityId, step, program });
    /** Whether the platform takes a message of ours for her. */
    const isAnswered = async () => {
      const response = await fetch(`${platform.url}/v26.0/${page.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${page.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          recipient: { id: psid },
          messaging_type: 'RESPONSE',
          message: { text: 'Yes' },
        }),
      });
      return response.ok;
    };
    const told = async () => {
      const rows = await core.db.orm.select({ detail: events.detail }).from(events).orderBy(events.number);
      return rows.flatMap(({ detail }) => ('control' in detail ? [detail.control] : []));
    };
    const inboxWrites = () => platform.pageInboxWrites(page, ada.name, 'I take it.');
    return { core, owner, identity, account, platform, route, isAnswered, told, inboxWrites };
  };

  it('are we when we take the contact over, and the inbox of the platform when we pass them on', async () => {
    const { route, isAnswered, told, inboxWrites } = await begin();
    inboxWrites();

    expect(await isAnswered()).toBe(false);
    expect(await route('TAKE')).toMatchObject({ kind: 'done', identity: { threadControl: 'OURS' } });
    expect(await isAnswered()).toBe(true);
    expect(await route('PASS')).toMatchObject({ kind: 'done', identity: { threadControl: 'ANOTHERS' } });
    expect(await isAnswered()).toBe(false);
    expect(await told()).toEqual(['OURS', 'ANOTHERS']);
  });

  it('is told once, however often it is asked for, and not before the platform has said yes', async () => {
    const { route, told } = await begin();

    await route('TAKE');
    await route('TAKE');
    await route('REQUEST');
    await route('RELEASE');

    expect(await told()).toEqual(['OURS', 'NOBODYS']);
  });

  it('is left as it is when the platform says no, in its words', async () => {
    const { route, told, platform } = await begin();
    platform.faults.answers.inject({
      fault: { kind: 'error', status: 403, description: 'Not the default application' },
      operation: 'take_thread_control',
    });

    const refused = await route('TAKE');

    expect(refused).toMatchObject({ kind: 'channel-unavailable', platformCode: expect.any(String) });
    expect(await told()).toEqual([]);
  });

  it('is nothing to change without the right to, for programs that are none, and where one program alone answers', async () => {
    const { core, owner, identity, route, platform } = await begin();
    const other = await connectTestAccount(core, owner, { channel: 'example', credentials: {} });
    const elsewhere = newId<IdentityId>();
    await core.db.orm
      .insert(identities)
      .values({ ...identity, id: elsewhere, externalId: 'grace', channelAccountId: other.id });
    const called = platform.requests.total;

    const forbidden = await route('TAKE', null, withRole(owner, 'VIEWER'));
    const wrongStep = await route('TAKE', '777');
    const wrongProgram = await route('PASS', 'no program');
    const alone = await routeConversation(core, owner, {
      identityId: elsewhere,
      step: 'TAKE',
      program: null,
    });
    const nobody = await routeConversation(core, owner, {
      identityId: newId<IdentityId>(),
      step: 'TAKE',
      program: null,
    });

    expect([forbidden, wrongStep, wrongProgram, alone, nobody].map(({ kind }) => kind)).toEqual([
      'forbidden',
      'validation-failed',
      'validation-failed',
      'validation-failed',
      'not-found',
    ]);
    expect(platform.requests.total).toBe(called);
  });
});
