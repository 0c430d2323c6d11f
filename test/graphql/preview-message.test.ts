import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeId } from '../../src/graphql/ids.ts';
import { describeOnEveryEngine } from '../support/describe-on-every-engine.ts';
import { query } from '../support/graphql-client.ts';
import { type GraphQLServer, startGraphQLServer } from '../support/graphql-server.ts';
import { seedInbox } from '../support/seed-inbox.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../support/test-core.ts';

const PREVIEW = `
  query ($input: PreviewMessageInput!) {
    previewMessage(input: $input) {
      errors { code message path }
      channels {
        isDefault isPossible
        identity { id } channelAccount { name }
        requests { operation body partIndexes cost files { field } }
        losses { partIndex code description } problems { partIndex message } price { amount currency }
      }
    }
  }`;

interface Preview {
  readonly previewMessage: {
    readonly errors: readonly { code: string; path: readonly string[] }[];
    readonly channels: readonly {
      readonly isDefault: boolean;
      readonly isPossible: boolean;
      readonly requests: readonly { readonly operation: string; readonly body: string }[];
      readonly price: null;
    }[];
  };
}

describeOnEveryEngine('previewMessage', (open) => {
  let core: TestCore;
  let server: GraphQLServer;
  beforeEach(async () => {
    core = createTestCore({ db: await open() });
    server = await startGraphQLServer(core);
  });
  afterEach(async () => {
    await server.close();
    await core.wake.close();
  });

  const begin = async () => {
    const created = await createTestWorkspace(core);
    const { conversations } = await seedInbox(core, created, { mark: 'Ada', conversations: 1 });
    const conversationId = conversations[0]?.conversationId ?? '';
    const preview = async (input: object) => {
      const baseUrl = server.url.replace(/\/graphql$/u, '');
      const { previewMessage } = await query<Preview>(baseUrl, created.secret, PREVIEW, { input });
      return previewMessage;
    };
    return { conversationId: encodeId('Conversation', conversationId), preview };
  };

  it('shows the exact requests, where they would go, and no price yet', async () => {
    const { conversationId, preview } = await begin();

    const { errors, channels } = await preview({ conversationId, parts: [{ text: { text: 'Hello' } }] });

    expect(errors).toEqual([]);
    expect(channels).toMatchObject([
      { isDefault: true, isPossible: true, price: null, requests: [{ operation: 'send' }] },
    ]);
    expect(JSON.parse(channels[0]?.requests[0]?.body ?? '')).toEqual({
      id: '00000000-0000-7000-8000-000000000000',
      to: 'Ada-0',
      parts: [{ type: 'text', text: 'Hello' }],
    });
  });

  it('tells what is wrong with the input', async () => {
    const { conversationId, preview } = await begin();

    const outcomes = [
      await preview({ conversationId, parts: [{ text: { text: ' ' } }] }),
      await preview({ parts: [{ text: { text: 'Hello' } }] }),
      await preview({
        conversationId: encodeId('Conversation', NOBODYS),
        parts: [{ text: { text: 'Hello' } }],
      }),
    ];

    expect(outcomes.map(({ errors }) => errors[0]?.code)).toEqual([
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
      'NOT_FOUND',
    ]);
    expect(outcomes.flatMap(({ channels }) => channels)).toEqual([]);
  });
});

const NOBODYS = '0198f000-0000-7000-8000-00000000ffff';
