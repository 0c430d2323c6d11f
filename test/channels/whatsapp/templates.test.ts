import { describe, expect, it } from 'vitest';
import { templates } from '../../../src/channels/whatsapp/templates.ts';
import { readAllTemplates, type TemplateDraft } from '../../../src/core/channel/index.ts';
import { BUSINESS_ID, channelErrorOf, startScriptedGraph } from './scripted-graph.ts';
import { templateBody } from './wire-schemas.ts';

const PATH = `/v26.0/${BUSINESS_ID}/message_templates`;

const draft: TemplateDraft = {
  name: 'abholung_bereit',
  language: 'de',
  category: 'UTILITY',
  variableStyle: 'named',
  header: { kind: 'text', text: 'Bestellung {{nr}}', examples: { nr: '4471' } },
  body: { text: 'Hallo {{vorname}}, alles ist fertig.', examples: { vorname: 'Mara' } },
  footer: 'Bäckerei Lindenhof',
  buttons: [
    { kind: 'reply', title: 'Danke' },
    {
      kind: 'url',
      title: 'Anzeigen',
      url: 'https://example.org/o/{{1}}',
      example: 'https://example.org/o/4471',
    },
    { kind: 'phone', title: 'Anrufen', phone: '+4930901820' },
    { kind: 'copy-code', example: 'HALLO10' },
  ],
};
const positional: TemplateDraft = {
  ...draft,
  variableStyle: 'positional',
  header: { kind: 'image', exampleHandle: '4::aW' },
  body: { text: 'Hallo {{1}}, Nummer {{2}} ist fertig.', examples: { '2': '4471', '1': 'Mara' } },
  buttons: [],
};

describe('sending a template in', () => {
  it('writes it as the reference does, with names', async () => {
    const { calls, context } = await startScriptedGraph({
      [`POST ${PATH}`]: { body: '{"id":9912033445519912033,"status":"PENDING","category":"MARKETING"}' },
    });

    const submission = await templates.create(draft, context);

    expect(calls[0]?.body).toEqual({
      name: 'abholung_bereit',
      language: 'de',
      category: 'UTILITY',
      parameter_format: 'named',
      components: [
        {
          type: 'HEADER',
          format: 'TEXT',
          text: 'Bestellung {{nr}}',
          example: { header_text_named_params: [{ param_name: 'nr', example: '4471' }] },
        },
        {
          type: 'BODY',
          text: 'Hallo {{vorname}}, alles ist fertig.',
          example: { body_text_named_params: [{ param_name: 'vorname', example: 'Mara' }] },
        },
        { type: 'FOOTER', text: 'Bäckerei Lindenhof' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Danke' },
            {
              type: 'URL',
              text: 'Anzeigen',
              url: 'https://example.org/o/{{1}}',
              example: ['https://example.org/o/4471'],
            },
            { type: 'PHONE_NUMBER', text: 'Anrufen', phone_number: '+4930901820' },
            { type: 'COPY_CODE', example: 'HALLO10' },
          ],
        },
      ],
    });
    expect(submission).toEqual({
      externalId: '9912033445519912033',
      status: 'PENDING',
      platformStatus: 'PENDING',
      category: 'MARKETING',
    });
  });

  it.each([
    ['names', draft],
    ['positions', positional],
    ['a place', { ...draft, header: { kind: 'location' } } satisfies TemplateDraft],
    ['words alone', { ...draft, header: null, footer: null, buttons: [] } satisfies TemplateDraft],
  ])('fits the documented form with %s', async (_, some) => {
    const { calls, context } = await startScriptedGraph({ '': { body: { id: '1' } } });

    await templates.create(some, context);

    expect(templates.checkDraft(some)).toEqual([]);
    expect(templateBody.safeParse(calls[0]?.body).error?.issues).toBeUndefined();
  });

  it('gives examples in the order of the positions', async () => {
    const { calls, context } = await startScriptedGraph({ '': { body: { id: '1' } } });

    await templates.create(positional, context);

    expect(JSON.stringify(calls[0]?.body)).toContain('"body_text":[["Mara","4471"]]');
  });

  it('is refused by the platform with its subcode kept', async () => {
    const error = {
      code: 100,
      error_subcode: 2388293,
      error_user_msg: 'Too many variables',
      message: 'Invalid',
    };
    const { context } = await startScriptedGraph({ '': { status: 400, body: { error } } });

    expect(await channelErrorOf(templates.create(draft, context))).toMatchObject({
      kind: 'rejected',
      facts: { cause: 'template-problem', platformMessage: 'Too many variables (subcode 2388293)' },
    });
  });
});

describe('what a draft would be refused for', () => {
  it.each<[string, Partial<TemplateDraft>]>([
    ['name', { name: 'Abholung' }],
    ['language', { language: 'Deutsch' }],
    ['category', { category: null }],
    ['header.text', { header: { kind: 'text', text: 'x'.repeat(61), examples: {} } }],
    ['header.text', { header: { kind: 'text', text: '{{a}} and {{b}}', examples: { a: '1', b: '2' } } }],
    ['header.exampleHandle', { header: { kind: 'image', exampleHandle: null } }],
    ['body.text', { body: { text: '{{a}} first', examples: { a: '1' } } }],
    ['body.text', { body: { text: 'last {{a}}', examples: { a: '1' } } }],
    ['body.text', { body: { text: 'x {{a}} {{b}} y', examples: { a: '1', b: '2' } } }],
    ['body.text', { body: { text: 'x {{1}} y', examples: { '1': 'a' } } }],
    ['body.text', { body: { text: 'x'.repeat(1025), examples: {} } }],
    ['body.examples.a', { body: { text: 'x {{a}} y', examples: {} } }],
    ['footer', { footer: 'For {{name}}' }],
    ['buttons', { buttons: Array.from({ length: 11 }, () => ({ kind: 'reply', title: 'x' })) }],
    ['buttons.0.title', { buttons: [{ kind: 'reply', title: 'x'.repeat(26) }] }],
    ['buttons.0.url', { buttons: [{ kind: 'url', title: 'x', url: 'https://a/{{1}}/b', example: 'x' }] }],
    ['buttons.0.example', { buttons: [{ kind: 'url', title: 'x', url: 'https://a/{{1}}', example: null }] }],
    ['buttons.0.example', { buttons: [{ kind: 'copy-code', example: 'x'.repeat(16) }] }],
  ])('stands at %s: %o', (path, wrong) => {
    expect(templates.checkDraft({ ...draft, ...wrong }).map((problem) => problem.path)).toContain(path);
  });

  it('is a gap between positions', () => {
    const body = { text: 'x {{1}} y {{3}} z', examples: { '1': 'a', '3': 'c' } };

    expect(templates.checkDraft({ ...positional, body })).not.toEqual([]);
  });
});

describe('listing templates', () => {
  const page = (names: readonly string[], after?: string) => ({
    data: names.map((name, index) => ({
      id: String(index),
      name,
      language: 'de',
      status: 'APPROVED',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Hallo' }],
    })),
    ...(after !== undefined && { paging: { cursors: { after } } }),
  });

  it('turns page after page', async () => {
    const script: Record<string, { body: unknown }> = { '': { body: page(['a', 'b'], 'next') } };
    const { calls, context } = await startScriptedGraph(script);

    const all = await readAllTemplates(templates, async () => {
      if (calls.length > 0) script[''] = { body: page(['c']) };
      return context;
    });

    expect(all.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(calls.map(({ query }) => query.after)).toEqual([undefined, 'next']);
  });

  it('reads back what was sent in, and names what it does not know', async () => {
    const { calls, context } = await startScriptedGraph({ [`POST ${PATH}`]: { body: { id: '1' } } });
    await templates.create(draft, context);
    const sent = calls[0]?.body as Record<string, unknown>;
    const listed = {
      ...sent,
      id: '1',
      status: 'PAUSED',
      parameter_format: 'NAMED',
      rejected_reason: 'NONE',
      quality_score: { score: 'YELLOW' },
      components: [...(sent.components as unknown[]), { type: 'CAROUSEL' }],
    };
    const reading = await startScriptedGraph({ '': { body: { data: [listed, { name: 'no id' }] } } });

    const { templates: found, nextCursor } = await templates.list(null, reading.context);

    expect(found).toEqual([
      {
        ...draft,
        externalId: '1',
        status: 'PAUSED',
        platformStatus: 'PAUSED',
        quality: 'YELLOW',
        rejectionReason: null,
        buttons: [...draft.buttons, { kind: 'other', title: null, platformKind: 'CAROUSEL' }],
      },
    ]);
    expect(nextCursor).toBeNull();
  });
});

describe('taking a template away', () => {
  it.each([
    [{ name: 'a', externalId: null }, { name: 'a' }],
    [
      { name: 'a', externalId: '7' },
      { name: 'a', hsm_id: '7' },
    ],
  ])('names all languages or one: %o', async (target, query) => {
    const { calls, context } = await startScriptedGraph({ '': { body: { success: true } } });

    await templates.delete(target, context);

    expect(calls).toMatchObject([{ operation: `DELETE ${PATH}`, query }]);
  });

  it('is done when there is none', async () => {
    const { context } = await startScriptedGraph({
      '': { status: 404, body: { error: { code: 100, error_subcode: 33, message: 'gone' } } },
    });

    await expect(templates.delete({ name: 'a', externalId: null }, context)).resolves.toBeUndefined();
  });
});

describe('changing a template', () => {
  it('sends its new parts, and the category only where it changes', async () => {
    const { calls, context } = await startScriptedGraph({ '': { body: { success: true } } });

    await templates.edit?.('9912033445519912033', { ...positional, category: null }, context);

    expect(calls.map(({ operation }) => operation)).toEqual(['POST /v26.0/9912033445519912033']);
    expect(calls[0]?.body).toEqual({
      parameter_format: 'positional',
      components: [
        { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW'] } },
        {
          type: 'BODY',
          text: 'Hallo {{1}}, Nummer {{2}} ist fertig.',
          example: { body_text: [['Mara', '4471']] },
        },
        { type: 'FOOTER', text: 'Bäckerei Lindenhof' },
      ],
    });
  });

  it('is unclear when the answer does not say that it was taken', async () => {
    const { context } = await startScriptedGraph({ '': { body: {} } });

    const error = await channelErrorOf(templates.edit?.('1', draft, context) ?? Promise.resolve());

    expect(error.kind).toBe('indeterminate');
  });
});
