import pc from 'picocolors';
import { SAMPLE_FILES } from '../channels/shared/simulator/sample-files.ts';
import { type BotFacts, runBot } from './demo/bot.ts';
import { chatter } from './demo/chatter.ts';
import { connectAccounts } from './demo/connect-accounts.ts';
import { conversations } from './demo/conversations.ts';
import { readPosition } from './demo/follow-events.ts';
import { move } from './demo/move.ts';
import { createNarrator } from './demo/narrator.ts';
import { newsletter } from './demo/newsletter.ts';
import { openStage, type Scene, type Stage } from './demo/stage.ts';
import { stopSignal } from './start.ts';

/** In order; the last one goes on until it is stopped. */
const SCENES: readonly Scene[] = [connectAccounts, conversations, newsletter, move, chatter];

/**
 * The whole product in one process: embedded database in a temporary directory, five simulated platforms,
 * customers who write, and a bot that answers through the public API. Everything is gone when it stops.
 */
export async function demo({ port }: { readonly port: number }): Promise<void> {
  const stopping = new AbortController();
  void stopSignal().then(() => stopping.abort());
  const narrator = createNarrator((text) => process.stdout.write(text));
  narrator.say(pc.dim('Starting: an embedded database, five simulated platforms, the gateway …'));
  const stage = await openStage(port, stopping.signal, narrator);
  introduce(stage);
  try {
    const bot = runBot(await hireBot(stage));
    for (const scene of SCENES) await Promise.race([scene(stage), bot]);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    stopping.abort();
    await stage.close();
  }
}

function introduce({ url, token, channels, narrator }: Stage): void {
  narrator.say(`
${pc.bold('Confab demo')}
  API        ${pc.cyan(`${url}/graphql`)}   (open it in a browser: GraphiQL with the token filled in)
  Token      ${pc.green(token)}

For the README's commands:
  export CONFAB=${url} TOKEN=${token}

Customers that you can drive by hand:`);
  for (const { title, controlUrl } of channels) narrator.say(`  ${title.padEnd(15)} ${pc.cyan(controlUrl)}`);
}

/** A program of somebody else: all that it gets is a key. */
async function hireBot({ url, ask, signal }: Stage): Promise<BotFacts> {
  const { createApiKey } = await ask<{ createApiKey: { secret: string } }>(
    'mutation { createApiKey(input: { name: "Lamp bot", role: AGENT }) { ... on ApiKeySuccess { secret } } }',
  );
  const access = { url, signal, token: createApiKey.secret };
  const picture = SAMPLE_FILES.photo();
  const upload = await fetch(`${url}/media?fileName=blue-lamp.jpg`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access.token}` },
    body: new Uint8Array(picture.bytes),
    signal,
  });
  const { mediaId } = (await upload.json()) as { mediaId: string };
  return { ...access, pictureId: mediaId, after: await readPosition(access) };
}
