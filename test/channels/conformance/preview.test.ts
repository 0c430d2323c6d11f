import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { sampleParts } from '../../../src/channels/testing/sample-parts.ts';
import {
  type ScriptedPlatform,
  startScriptedPlatform,
} from '../../../src/channels/testing/scripted-platform.ts';
import type { WireRequest } from '../../../src/core/channel/index.ts';
import { createDelivery } from '../../../src/core/delivery/delivery.ts';
import { checkParts } from '../../../src/core/inbox/check-parts.ts';
import { PREVIEW_MESSAGE_ID, previewMessage } from '../../../src/core/inbox/preview-message.ts';
import { type SendMessageCommand, sendMessage } from '../../../src/core/inbox/send-message.ts';
import { storeUpload } from '../../../src/core/inbox/store-upload.ts';
import { createContentStore } from '../../../src/core/media/content-store.ts';
import type { MediaId } from '../../../src/core/model/ids.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import { messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../../support/test-core.ts';
import { addTestIdentity, connectTestAccount } from '../../support/workspace.ts';
import { CONFORMING_CHANNELS, type ConformingChannel } from './conforming-channels.ts';

describeOnEveryEngine('a preview', (open) => {
  it.each(CONFORMING_CHANNELS.map((channel) => [channel.definition.displayName, channel] as const))(
    'of every kind of part on %s is what its platform then gets',
    async (_, channel) => {
      const platform = await startScriptedPlatform(channel.fixtures.platform.answer);
      const core = withFilesOfTheWeb(createTestCore({ db: await open(), channels: [unhurried(channel)] }));
      const delivery = createDelivery(core, { pollMs: 200 });
      try {
        const previewed = await previewAndQueue(core, channel, platform);

        delivery.start();
        await waitUntilSent(core);

        const isSending = channel.fixtures.platform.isSending ?? (() => true);
        const received = platform.requests.filter(isSending).map(({ json }) => json);
        const { sentAs } = channel.fixtures.platform;
        const expected = previewed.map(
          (request, index) => sentAs?.(request, received[index]) ?? request.body,
        );
        const written = (bodies: readonly unknown[]) =>
          bodies.map((body) => withoutIds(JSON.stringify(body)));
        expect(written(received)).toEqual(written(expected));
        expect(received.length).toBeGreaterThan(10);
      } finally {
        await delivery.stop();
        await core.wake.close();
        await platform.close();
      }
    },
  );
});

/** Without the limits of the platform, which would make the test wait as long as they do. */
function unhurried({ definition }: ConformingChannel) {
  return { ...definition, capabilities: { ...definition.capabilities, rateLimits: [] } };
}

/** Previews every sample and then queues it; all requests that are to come, in order. */
async function previewAndQueue(
  core: TestCore,
  channel: ConformingChannel,
  platform: ScriptedPlatform,
): Promise<readonly WireRequest[]> {
  const { definition, fixtures } = channel;
  const { owner } = await createTestWorkspace(core);
  const account = await connectTestAccount(core, owner, {
    channel: definition.name,
    credentials: fixtures.credentials,
    apiBaseUrl: platform.url,
  });
  const identityId = await addTestIdentity(core, account, fixtures.recipient);
  const mediaId = await upload(core, owner);
  const previewed: WireRequest[] = [];
  for (const { part } of sampleParts(channel)) {
    const command: Omit<SendMessageCommand, 'idempotencyKey'> = {
      identityId,
      conversationId: null,
      parts: [inStore(part, mediaId)],
      purpose: 'SERVICE',
      replyToId: null,
      options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
    };
    // Nobody may send these.
    if (checkParts(command.parts) !== null) continue;
    const preview = await previewMessage(core, owner, command);
    if (preview.kind !== 'preview') throw new Error(preview.message);
    const [shown] = preview.channels;
    if (shown?.rendering.kind !== 'rendered') continue;
    const { requests } = shown.rendering;
    const queued = await sendMessage(core, owner, { ...command, idempotencyKey: newId() });
    if (queued.kind !== 'queued') throw new Error(JSON.stringify(queued));
    previewed.push(...requests);
  }
  return previewed;
}

/** Addresses of the samples lead nowhere: what an adapter opens to upload is found all the same. */
function withFilesOfTheWeb(core: TestCore): TestCore {
  return {
    ...core,
    openAccount: async (account, timeoutMs) => {
      const context = await core.openAccount(account, timeoutMs);
      return {
        ...context,
        openMedia: async (source, maxBytes) =>
          source.from === 'url'
            ? { bytes: Buffer.from('a file'), fileName: null, mimeType: 'image/jpeg' }
            : context.openMedia(source, maxBytes),
      };
    },
  };
}

async function upload(core: TestCore, owner: Parameters<typeof storeUpload>[2]): Promise<MediaId> {
  const contentStore = createContentStore(join(tmpdir(), 'confab-test-media'));
  const stored = await storeUpload(core, contentStore, owner, {
    bytes: new TextEncoder().encode('a file'),
    fileName: 'file.txt',
  });
  return stored.mediaId;
}

function inStore(part: Part, mediaId: MediaId): Part {
  return part.type === 'media' && part.source.from === 'store'
    ? { ...part, source: { from: 'store', mediaId } }
    : part;
}

async function waitUntilSent({ db }: TestCore): Promise<void> {
  const statuses = async () => {
    const rows = await db.orm
      .select({ status: messages.status })
      .from(messages)
      .where(eq(messages.direction, 'OUTBOUND'));
    return [...new Set(rows.map(({ status }) => status))];
  };
  await expect.poll(statuses, { timeout: 120_000, interval: 50 }).toEqual(['SENT']);
}

const withoutIds = (json: string): string =>
  json.replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gu, PREVIEW_MESSAGE_ID);
