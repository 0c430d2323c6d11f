import { describe, expect, it } from 'vitest';
import { parseHtml } from '../../../../src/channels/telegram/simulator/text/parse-html.ts';
import { parseMarkdown } from '../../../../src/channels/telegram/simulator/text/parse-markdown.ts';
import { parseMarkdownV2 } from '../../../../src/channels/telegram/simulator/text/parse-markdown-v2.ts';
import { refusal, startScene } from './bot-client.ts';

const entity = (type: string, offset: number, length: number, more: object = {}) => ({
  type,
  offset,
  length,
  ...more,
});

describe('HTML', () => {
  it.each`
    source                                                  | text                        | entities
    ${'<b>a</b> <i>b</i>'}                                  | ${'a b'}                    | ${[entity('bold', 0, 1), entity('italic', 2, 1)]}
    ${'<B>a<em>b</em></B>'}                                 | ${'ab'}                     | ${[entity('bold', 0, 2), entity('italic', 1, 1)]}
    ${'1 &lt; 2 &amp;&amp; &quot;3&quot; &#128512; &copy;'} | ${'1 < 2 && "3" 😀 &copy;'} | ${[]}
    ${'😀<u>x</u>'}                                         | ${'😀x'}                    | ${[entity('underline', 2, 1)]}
    ${'<a href="https://example.org/?a=1&amp;b=2">l</a>'}   | ${'l'}                      | ${[entity('text_link', 0, 1, { url: 'https://example.org/?a=1&b=2' })]}
    ${'<a href="nowhere">l</a>'}                            | ${'l'}                      | ${[]}
    ${'<pre><code class="language-ts">x</code></pre>'}      | ${'x'}                      | ${[entity('pre', 0, 1, { language: 'ts' })]}
    ${'<code class="language-ts">x</code>'}                 | ${'x'}                      | ${[entity('code', 0, 1)]}
    ${'<span class="tg-spoiler">x</span>'}                  | ${'x'}                      | ${[entity('spoiler', 0, 1)]}
    ${'<blockquote expandable>x</blockquote>'}              | ${'x'}                      | ${[entity('expandable_blockquote', 0, 1)]}
    ${'<tg-emoji emoji-id="536">👍</tg-emoji>'}             | ${'👍'}                     | ${[entity('custom_emoji', 0, 2, { custom_emoji_id: '536' })]}
    ${'<b></b>x'}                                           | ${'x'}                      | ${[]}
  `('reads $source', ({ source, text, entities }) => {
    expect(parseHtml(source)).toEqual({ text, entities });
  });

  it.each`
    source                      | reason
    ${'a <table>'}              | ${'Unsupported start tag "table" at byte offset 2'}
    ${'ä <x>'}                  | ${'Unsupported start tag "x" at byte offset 3'}
    ${'1 < 2'}                  | ${'Unsupported start tag "" at byte offset 2'}
    ${'<b>a'}                   | ${'Can\'t find end tag corresponding to start tag "b"'}
    ${'a</b>'}                  | ${'Unexpected end tag at byte offset 1'}
    ${'<b>a</i>'}               | ${'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'}
    ${'<b'}                     | ${'Unclosed start tag at byte offset 0'}
    ${'<b>a</b'}                | ${'Unclosed end tag at byte offset 4'}
    ${'<span>a</span>'}         | ${'Tag "span" must have class "tg-spoiler" at byte offset 0'}
    ${'<a ="x">a</a>'}          | ${'Empty attribute name in the tag "a" at byte offset 0'}
    ${'<tg-emoji>a</tg-emoji>'} | ${'Invalid custom emoji identifier specified'}
  `('refuses $source: $reason', async ({ source, reason }) => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', { chat_id: ada.id, text: source, parse_mode: 'HTML' });

    expect(reply).toEqual(refusal(400, `Bad Request: can't parse entities: ${reason}`));
  });
});

describe('MarkdownV2', () => {
  it.each`
    source                              | text           | entities
    ${'*a* _b_ __c__ ~d~ ||e||'}        | ${'a b c d e'} | ${[entity('bold', 0, 1), entity('italic', 2, 1), entity('underline', 4, 1), entity('strikethrough', 6, 1), entity('spoiler', 8, 1)]}
    ${'*a _b_*'}                        | ${'a b'}       | ${[entity('bold', 0, 3), entity('italic', 2, 1)]}
    ${'1\\.5 \\- 2'}                    | ${'1.5 - 2'}   | ${[]}
    ${'`a*b`'}                          | ${'a*b'}       | ${[entity('code', 0, 3)]}
    ${'```ts\nx = 1\n```'}              | ${'x = 1\n'}   | ${[entity('pre', 0, 6, { language: 'ts' })]}
    ${'[l](https://example.org/a\\)b)'} | ${'l'}         | ${[entity('text_link', 0, 1, { url: 'https://example.org/a)b' })]}
    ${'![👍](tg://emoji?id=5368)'}      | ${'👍'}        | ${[entity('custom_emoji', 0, 2, { custom_emoji_id: '5368' })]}
    ${'>a\n>b\nc'}                      | ${'a\nb\nc'}   | ${[entity('blockquote', 0, 3)]}
    ${'>a\n>b||'}                       | ${'a\nb'}      | ${[entity('expandable_blockquote', 0, 3)]}
  `('reads $source', ({ source, text, entities }) => {
    expect(parseMarkdownV2(source)).toEqual({ text, entities });
  });

  it.each`
    source     | reason
    ${'1.5'}   | ${"Character '.' is reserved and must be escaped with the preceding '\\'"}
    ${'a - b'} | ${"Character '-' is reserved and must be escaped with the preceding '\\'"}
    ${'a > b'} | ${"Character '>' is reserved and must be escaped with the preceding '\\'"}
    ${'oh!'}   | ${"Character '!' is reserved and must be escaped with the preceding '\\'"}
    ${'ä *b'}  | ${"Can't find end of Bold entity at byte offset 3"}
    ${'`a'}    | ${"Can't find end of Code entity at byte offset 0"}
    ${'[a](b'} | ${"Can't find end of a URL at byte offset 3"}
  `('refuses $source: $reason', async ({ source, reason }) => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', { chat_id: ada.id, text: source, parse_mode: 'MarkdownV2' });

    expect(reply).toEqual(refusal(400, `Bad Request: can't parse entities: ${reason}`));
  });
});

describe('legacy Markdown', () => {
  it.each`
    source                         | text            | entities
    ${'*a* _b_ `c`'}               | ${'a b c'}      | ${[entity('bold', 0, 1), entity('italic', 2, 1), entity('code', 4, 1)]}
    ${'1.5 - 2! \\*'}              | ${'1.5 - 2! *'} | ${[]}
    ${'[l](https://example.org/)'} | ${'l'}          | ${[entity('text_link', 0, 1, { url: 'https://example.org/' })]}
    ${'```ts\nx```'}               | ${'x'}          | ${[entity('pre', 0, 1, { language: 'ts' })]}
  `('reads $source', ({ source, text, entities }) => {
    expect(parseMarkdown(source)).toEqual({ text, entities });
  });

  it('refuses what has no end', async () => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', { chat_id: ada.id, text: 'snake_case', parse_mode: 'Markdown' });

    expect(reply).toEqual(
      refusal(
        400,
        "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 5",
      ),
    );
  });
});

describe('entities beside the text', () => {
  it('keeps them, and finds links, commands, mentions and hashtags by itself', async () => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', {
      chat_id: ada.id,
      text: 'see https://example.org/#a. /help @acme_bot #news',
      entities: [
        entity('bold', 0, 3),
        entity('url', 0, 3),
        entity('text_mention', 0, 3, { user: { id: ada.id } }),
      ],
    });

    expect(reply.body).toMatchObject({
      result: {
        entities: [
          entity('bold', 0, 3),
          entity('text_mention', 0, 3, { user: { id: ada.id, first_name: 'Ada' } }),
          entity('url', 4, 22),
          entity('bot_command', 28, 5),
          entity('mention', 34, 9),
          entity('hashtag', 44, 5),
        ],
      },
    });
  });

  it.each`
    entities                         | description
    ${[entity('rainbow', 0, 1)]}     | ${"Bad Request: can't parse MessageEntity: Unsupported type specified"}
    ${[{ type: 'bold', length: 1 }]} | ${'Bad Request: can\'t parse MessageEntity: Can\'t find field "offset"'}
    ${[entity('text_link', 0, 1)]}   | ${'Bad Request: can\'t parse MessageEntity: Can\'t find field "url"'}
    ${[entity('bold', -1, 1)]}       | ${'Bad Request: receive an entity with incorrect offset -1'}
    ${[entity('bold', 0, -1)]}       | ${'Bad Request: receive an entity with incorrect length -1'}
    ${[entity('bold', 1, 1)]}        | ${'Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 4'}
    ${[entity('bold', 0, 1)]}        | ${'Bad Request: entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4'}
  `('refuses $entities', async ({ entities, description }) => {
    const { ada, call } = await startScene();

    const reply = await call('sendMessage', { chat_id: ada.id, text: '😀 hi', entities });

    expect(reply).toEqual(refusal(400, description));
  });
});
