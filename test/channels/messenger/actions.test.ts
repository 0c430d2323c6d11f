import { describe, expect, it } from 'vitest';
import { messenger } from '../../../src/channels/messenger/index.ts';
import { channelErrorOf, contextOf, startScriptedGraph } from './scripted-graph.ts';
import { senderAction } from './wire-schemas.ts';

const target = { recipientExternalId: '7712003344556677', messageExternalId: 'm_DocAAA111' };

describe('what a Page does beside writing', () => {
  it.each([
    ['types', 'typing_on', (context) => messenger.startTyping?.(target.recipientExternalId, context)],
    ['reads', 'mark_seen', (context) => messenger.markRead?.(target, context)],
    ['reacts', 'react', (context) => messenger.react?.(target, ['❤️'], context)],
    ['takes a reaction back', 'unreact', (context) => messenger.react?.(target, [], context)],
  ] satisfies [string, string, (context: ReturnType<typeof contextOf>) => Promise<void> | undefined][])(
    '%s: only what the documents allow',
    async (_name, action, act) => {
      const { calls, url } = await startScriptedGraph({ body: { recipient_id: '7712003344556677' } });

      await act(contextOf(url, { settings: { personaId: '887766' } }));

      expect(calls).toHaveLength(1);
      expect(senderAction.parse(calls[0]?.body)).toMatchObject({
        sender_action: action,
        recipient: { id: '7712003344556677' },
      });
    },
  );

  it('may be tried again when the answer was lost', async () => {
    const { context } = await startScriptedGraph({ status: 502, body: '' });

    const error = await channelErrorOf(Promise.resolve(messenger.markRead?.(target, context)));

    expect(error.kind).toBe('unavailable');
  });
});

describe('what a contact is called', () => {
  it('is asked for by the person’s id', async () => {
    const { calls, context } = await startScriptedGraph({
      body: {
        id: '7',
        first_name: 'Mara',
        last_name: 'Voigt',
        profile_pic: 'https://scontent.example/p.jpg',
      },
    });

    const profile = await messenger.fetchProfile?.('7712003344556677', context);

    expect(profile).toEqual({ displayName: 'Mara Voigt', avatarUrl: 'https://scontent.example/p.jpg' });
    expect(calls[0]?.path).toMatch(/^\/v26\.0\/7712003344556677\?fields=/u);
  });

  it.each([
    ['the person has none', { status: 400, body: { error: { code: 100, error_subcode: 33 } } }],
    ['the app may not read it', { status: 403, body: { error: { code: 200 } } }],
  ])('stays unknown where %s', async (_name, answer) => {
    const { context } = await startScriptedGraph(answer);

    await expect(messenger.fetchProfile?.('7712003344556677', context)).resolves.toBeNull();
  });

  it('is not asked for whoever has only ticked a box', async () => {
    const { calls, context } = await startScriptedGraph({ body: {} });

    await expect(messenger.fetchProfile?.('user_ref:ur-991', context)).resolves.toBeNull();
    expect(calls).toEqual([]);
  });
});

describe('a file that a contact sent', () => {
  it('is fetched from its address without the token', async () => {
    const { calls, url, context } = await startScriptedGraph({
      headers: { 'content-type': 'application/pdf' },
      body: new Uint8Array([1, 2, 3]),
    });

    const file = await messenger.downloadMedia?.(`${url}/f/Rechnung.pdf?oh=1`, context);

    expect(file).toMatchObject({ mimeType: 'application/pdf', fileName: 'Rechnung.pdf' });
    expect([...(file?.bytes ?? [])]).toEqual([1, 2, 3]);
    expect(calls[0]?.authorization).toBeUndefined();
  });

  it.each`
    status | kind             | cause
    ${403} | ${'rejected'}    | ${'gone'}
    ${404} | ${'rejected'}    | ${'gone'}
    ${410} | ${'rejected'}    | ${'gone'}
    ${500} | ${'unavailable'} | ${undefined}
  `('whose address says $status: $kind', async ({ status, kind, cause }) => {
    const { url, context } = await startScriptedGraph({ status, body: '' });

    const error = await channelErrorOf(Promise.resolve(messenger.downloadMedia?.(`${url}/f`, context)));

    expect({ kind: error.kind, cause: error.facts.cause }).toEqual({ kind, cause });
  });
});
