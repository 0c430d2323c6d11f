import { afterEach, expect, it } from 'vitest';
import { encodeCursor } from '../../../src/core/model/cursor.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { type EventReader, readEventStream } from '../../support/event-reader.ts';
import { type StreamScene, startStreamScene } from '../../support/stream-scene.ts';

const EVENTS = 'subscription ($after: Cursor) { events(after: $after) { __typename cursor type } }';

describeOnEveryEngine('following the log', (open) => {
  let scene: StreamScene;
  const readers: EventReader[] = [];
  const begin = async () => {
    scene = await startStreamScene(await open());
    return scene;
  };
  const follow = (variables: object = {}, headers: Record<string, string> = {}, query = EVENTS) => {
    const reader = readEventStream(scene.server.url, scene.workspace.secret, { query, variables }, headers);
    readers.push(reader);
    return reader;
  };
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await scene.server.close();
  });

  it('has no gap and nothing twice between what is replayed and what is live', async () => {
    const { happen } = await begin();
    const first = await happen(1);
    const writing = (async () => {
      for (let index = 0; index < 60; index += 1) await happen(5);
    })();

    const reader = follow({ after: encodeCursor(first) });
    await writing;
    await reader.waitForEvents(300);

    expect(reader.ids()).toEqual(Array.from({ length: 300 }, (_, index) => encodeCursor(first + 1 + index)));
  });

  it('starts from now on without a cursor', async () => {
    const { happen } = await begin();
    await happen(3);
    const reader = follow();
    await reader.opened;
    const next = await happen(1);

    await reader.waitForEvents(1);

    expect(reader.ids()).toEqual([encodeCursor(next)]);
  });

  it('goes on behind the last event id that a browser tells, whatever the operation says', async () => {
    const { happen } = await begin();
    const last = await happen(5);

    const reader = follow({ after: encodeCursor(0) }, { 'last-event-id': encodeCursor(last - 2) });
    await reader.waitForEvents(2);

    expect(reader.ids()).toEqual([encodeCursor(last - 1), encodeCursor(last)]);
  });

  it('tells that a cursor is ahead of the log, and ends', async () => {
    const { happen } = await begin();
    const latest = await happen(1);

    const reader = follow({ after: encodeCursor(latest + 5) });
    await reader.ended;

    expect(reader.results()).toMatchObject([
      { data: { events: { __typename: 'CursorAhead', cursor: encodeCursor(latest) } } },
    ]);
  });

  it('tells that a cursor has expired and where the log begins, and ends', async () => {
    const { happen, core, workspace } = await begin();
    await happen(9);
    await core.db.run(
      {
        name: 'test_expire',
        text: 'UPDATE workspace_counters SET oldest_event_number = 7 WHERE workspace_id = $1::uuid',
      },
      [workspace.workspace.id],
    );

    const reader = follow({ after: encodeCursor(3) });
    await reader.ended;

    expect(reader.results()).toMatchObject([
      { data: { events: { __typename: 'CursorExpired', cursor: encodeCursor(6) } } },
    ]);
  });

  it('shows what the filter asks for, and its cursors pass over the rest', async () => {
    const { happen } = await begin();
    const query = 'subscription { events(filter: { types: [CASE_CHANGED] }) { cursor type } }';
    const reader = follow({}, {}, query);
    await reader.opened;
    await happen(2);
    const changed = await happen(1, { type: 'CASE_CHANGED' });

    await reader.waitForEvents(1);

    expect(reader.results()).toMatchObject([
      { data: { events: { type: 'CASE_CHANGED', cursor: encodeCursor(changed) } } },
    ]);
  });

  it('answers a snapshot with the position from which the stream goes on', async () => {
    const { happen, server, workspace } = await begin();
    await happen(2);
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${workspace.secret}` },
      body: JSON.stringify({ query: '{ conversations { asOf nodes { unreadCount } } }' }),
    });
    const { data } = (await response.json()) as { data: { conversations: { asOf: string } } };
    const next = await happen(1);

    const reader = follow({ after: data.conversations.asOf });
    await reader.waitForEvents(1);

    expect(reader.ids()).toEqual([encodeCursor(next)]);
  });
});
