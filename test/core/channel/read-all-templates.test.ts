import { expect, it } from 'vitest';
import {
  type AccountContext,
  readAllTemplates,
  type TemplatePage,
  type TemplatePort,
} from '../../../src/core/channel/index.ts';

const page = (name: string, nextCursor: string | null): TemplatePage => ({
  templates: [
    {
      externalId: name,
      name,
      language: 'de',
      category: 'UTILITY',
      status: 'APPROVED',
      platformStatus: 'APPROVED',
      quality: null,
      rejectionReason: null,
      variableStyle: 'positional',
      header: null,
      body: { text: 'Hello', examples: {} },
      footer: null,
      buttons: [],
    },
  ],
  nextCursor,
});

/** A platform with these pages, by cursor. */
function platformOf(pages: Readonly<Record<string, TemplatePage>>): TemplatePort {
  return {
    list: async (cursor) => pages[cursor ?? 'first'] ?? { templates: [], nextCursor: null },
    checkDraft: () => [],
    create: () => Promise.reject(new Error('not asked for')),
    delete: () => Promise.reject(new Error('not asked for')),
  };
}

const context: AccountContext = {
  accountId: 'a',
  credentials: {},
  settings: {},
  apiBaseUrl: 'https://platform.example',
  externalId: null,
  fetch: () => Promise.reject(new Error('not asked for')),
  openMedia: () => Promise.reject(new Error('not asked for')),
  clock: { now: () => new Date(0) },
  signal: new AbortController().signal,
};

it('reads page after page until there is none', async () => {
  const platform = platformOf({ first: page('a', 'c1'), c1: page('b', 'c2'), c2: page('c', null) });

  const templates = await readAllTemplates(platform, async () => context);

  expect(templates.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

it('ends when a platform gives the same page for ever', async () => {
  const platform = platformOf({ first: page('a', 'c1'), c1: page('b', 'c2'), c2: page('c', 'c1') });

  const templates = await readAllTemplates(platform, async () => context);

  expect(templates.length).toBe(200);
});
