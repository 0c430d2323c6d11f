import { describe, expect, it } from 'vitest';
import { deleteMessage } from '../../../src/channels/telegram/actions.ts';
import { edit } from '../../../src/channels/telegram/edit.ts';
import { renderEdit } from '../../../src/channels/telegram/render-edit.ts';
import type { MediaKind, MediaPart, Part } from '../../../src/core/model/part.ts';
import { channelErrorOf, startScene } from './scene.ts';

const hello: Part = { type: 'text', text: 'Hello' };
const media = (kind: MediaKind, name: string, caption?: string): MediaPart => ({
  type: 'media',
  kind,
  source: { from: 'platform', reference: name },
  ...(caption !== undefined && { caption }),
});

const requestFor = (previous: Part, part: Part, messageExternalId = '7001:13') =>
  renderEdit({ recipientExternalId: '7001', messageExternalId, parts: [part], previousParts: [previous] });

async function startWithMessage(part: Part) {
  const scene = await startScene();
  const [receipt] = await scene.sends([part]);
  const target = {
    recipientExternalId: String(scene.ada.id),
    messageExternalId: receipt?.externalIds[0] ?? '',
    previousParts: [part],
  };
  return { ...scene, target, context: scene.contextWith() };
}

describe('the call for an edit', () => {
  it('of a text replaces text, formatting and buttons', () => {
    const after: Part = { ...hello, text: 'Bye', formatting: [{ style: 'bold', offset: 0, length: 3 }] };

    expect(requestFor(hello, after)).toMatchObject({
      request: {
        operation: 'editMessageText',
        body: {
          chat_id: 7001,
          message_id: 13,
          text: 'Bye',
          entities: [{ type: 'bold', offset: 0, length: 3 }],
        },
      },
    });
  });

  it.each<MediaKind>(['image', 'video', 'animation', 'audio', 'file', 'voice'])(
    'of the words of a %s leaves the file where it is',
    (kind) => {
      expect(requestFor(media(kind, 'F', 'before'), media(kind, 'F', 'after'))).toMatchObject({
        request: {
          operation: 'editMessageCaption',
          body: { chat_id: 7001, message_id: 13, caption: 'after' },
          files: [],
        },
      });
    },
  );

  it('that takes the words away has no caption', () => {
    const rendering = requestFor(media('image', 'F', 'before'), media('image', 'F'));

    expect(rendering).toMatchObject({ request: { body: { chat_id: 7001, message_id: 13 } } });
    expect(JSON.stringify(rendering)).not.toContain('caption"');
  });

  it('of a file exchanges it together with its words', () => {
    expect(requestFor(media('image', 'OLD', 'x'), media('video', 'NEW', 'y'))).toMatchObject({
      request: {
        operation: 'editMessageMedia',
        body: { chat_id: 7001, message_id: 13, media: { type: 'video', media: 'NEW', caption: 'y' } },
      },
    });
  });

  it('names the business connection', () => {
    expect(requestFor(hello, { ...hello, text: 'Bye' }, 'bc-1:7001:13')).toMatchObject({
      request: { body: { business_connection_id: 'bc-1', chat_id: 7001, message_id: 13 } },
    });
  });

  it.each<[string, Part, Part]>([
    ['a place', hello, { type: 'location', latitude: 1, longitude: 2 }],
    ['a text that is too long', hello, { type: 'text', text: 'x'.repeat(5000) }],
    ['another voice message', media('voice', 'OLD'), media('voice', 'NEW')],
    ['another sticker', media('sticker', 'OLD'), media('sticker', 'NEW')],
  ])('does not exist for %s', (_, before, after) => {
    expect(requestFor(before, after).kind).toBe('not-editable');
  });

  it.each<[string, readonly Part[]]>([
    ['several texts', [hello, hello]],
    ['an album', [media('image', 'A'), media('image', 'B')]],
  ])('does not exist for %s at once', (_, parts) => {
    expect(
      renderEdit({ recipientExternalId: '7001', messageExternalId: '7001:13', parts, previousParts: parts }),
    ).toMatchObject({ kind: 'not-editable' });
  });

  it('does not exist for what is no message', () => {
    expect(requestFor(hello, hello, '30219955500012345').kind).toBe('not-editable');
  });
});

describe('an edit', () => {
  it('changes what the contact reads, and may be repeated', async () => {
    const { ada, target, context } = await startWithMessage(hello);
    const change = { ...target, parts: [{ type: 'text', text: 'Goodbye' }] as const };

    await edit(change, context);
    await edit(change, context);

    expect(ada.inbox.messages.map(({ text }) => text)).toEqual(['Goodbye']);
  });

  it('changes buttons with the words', async () => {
    const part: Part = {
      type: 'choice',
      style: 'buttons',
      text: 'Which?',
      options: [{ action: 'reply', payload: 'a', title: 'A' }],
    };
    const { ada, target, context } = await startWithMessage(part);

    await edit(
      { ...target, parts: [{ ...part, options: [{ action: 'reply', payload: 'b', title: 'B' }] }] },
      context,
    );

    expect(ada.inbox.messages[0]?.keyboard?.kind).toBe('inline');
    expect(JSON.stringify(ada.inbox.messages[0]?.keyboard)).toContain('"b"');
  });

  it('uploads the file that takes the place of another', async () => {
    const stored = (name: string): MediaPart => ({
      type: 'media',
      kind: 'file',
      source: { from: 'store', mediaId: name as never },
      fileName: `${name}.gif`,
    });
    const { telegram, ada, target, context } = await startWithMessage(stored('before'));

    await edit({ ...target, parts: [{ ...stored('after'), caption: 'new' }] }, context);

    expect(telegram.requests.items.at(-1)).toMatchObject({ operation: 'editmessagemedia' });
    expect(ada.inbox.messages).toMatchObject([{ text: 'new', media: [{ fileName: 'after.gif' }] }]);
  });

  it('that can not be is refused before Telegram is asked', async () => {
    const { telegram, target, context } = await startWithMessage(hello);
    const before = telegram.requests.items.length;

    const error = await channelErrorOf(edit({ ...target, parts: [hello, hello] }, context));

    expect(error).toMatchObject({ kind: 'rejected', facts: { cause: 'invalid-content' } });
    expect(telegram.requests.items).toHaveLength(before);
  });

  it('tells that its message is gone', async () => {
    const { target, context } = await startWithMessage(hello);
    await deleteMessage(target, context);

    const error = await channelErrorOf(edit({ ...target, parts: [hello] }, context));

    expect(error.facts.cause).toBe('not-found');
  });
});
