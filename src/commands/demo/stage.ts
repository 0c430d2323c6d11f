import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../config.ts';
import { createLogger } from '../../logger.ts';
import { serve } from '../../serve.ts';
import { type Access, type Ask, createAsk } from './ask.ts';
import { playAppleMessages } from './channels/apple-messages.ts';
import { playMessenger } from './channels/messenger.ts';
import { playTelegram } from './channels/telegram.ts';
import { playViber } from './channels/viber.ts';
import { playWhatsApp } from './channels/whatsapp.ts';
import type { DemoChannel } from './demo-channel.ts';
import { followEvents, type LiveEvent, readPosition } from './follow-events.ts';
import { freePort } from './free-port.ts';
import type { Narrator } from './narrator.ts';

/** Everything that the scenes play on: five simulated platforms, and a gateway with one workspace. */
export interface Stage extends Access {
  readonly ask: Ask;
  readonly channels: readonly DemoChannel[];
  /** Everything that has happened in the workspace, oldest first. */
  readonly events: readonly LiveEvent[];
  readonly narrator: Narrator;
  /** @throws when it has not become so after half a minute: the demo is broken. */
  until<Found>(
    what: string,
    find: () => Promise<Found | undefined | false> | Found | undefined | false,
  ): Promise<Found>;
  /** Time to read, and to let platforms that count in whole seconds get to the next. */
  pause(): Promise<void>;
  close(): Promise<void>;
}

/** One chapter of the demo. */
export type Scene = (stage: Stage) => Promise<void>;

const PATIENCE_MS = 30_000;
const PAUSE_MS = 1_000;

/** Everything lives in a temporary directory, and is gone after `close`. */
export async function openStage(wantedPort: number, signal: AbortSignal, narrator: Narrator): Promise<Stage> {
  const port = await freePort(wantedPort);
  const url = `http://127.0.0.1:${port}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'confab-demo-'));
  const adminKey = `cfa_${randomBytes(32).toString('base64url')}`;
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL: url,
    CONFAB_DATA_DIR: dataDir,
    CONFAB_ADMIN_KEY: adminKey,
    CONFAB_ALLOW_PRIVATE_ADDRESSES: 'true',
    CONFAB_LOG_LEVEL: 'warn',
  });
  let token = '';
  const [gateway, ...channels] = await Promise.all([
    serve(config, createLogger(config), { graphiqlToken: () => token }),
    playWhatsApp(),
    playAppleMessages(),
    playMessenger(),
    playTelegram(),
    playViber(),
  ]);
  token = await makeWorkspace(createAsk({ url, token: adminKey, signal }));
  const access: Access = { url, token, signal };
  const events: LiveEvent[] = [];
  const listening = listen(access, await readPosition(access), events);
  const pause = () => sleep(PAUSE_MS, undefined, { signal });

  return {
    ...access,
    ask: createAsk(access),
    channels,
    events,
    narrator,
    pause,
    async until(what, find) {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = await find();
        if (found !== undefined && found !== false) return found;
        if (Date.now() > deadline) throw new Error(`${what} did not come.`);
        await sleep(25, undefined, { signal });
      }
    },
    async close() {
      await gateway.close();
      await listening;
      for (const channel of channels) await channel.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeWorkspace(ask: Ask): Promise<string> {
  const { createWorkspace } = await ask<{ createWorkspace: { apiKey: string } }>(
    'mutation { createWorkspace(input: { name: "Acme Lamps" }) { ... on CreateWorkspaceSuccess { apiKey } } }',
  );
  return createWorkspace.apiKey;
}

async function listen(access: Access, after: string, events: LiveEvent[]): Promise<void> {
  try {
    for await (const event of followEvents(access, after)) events.push(event);
  } catch (error) {
    if (!access.signal.aborted) throw error;
  }
}
