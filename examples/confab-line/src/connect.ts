import {
  type AccountContext,
  ChannelError,
  type ConnectedAccount,
  type ConnectReport,
  type HealthStep,
  type ReceivingArrangement,
} from 'confab/channel';
import * as z from 'zod';
import { callRepeatably } from './call-api.ts';

const Info = z.object({ userId: z.string().min(1), basicId: z.string(), displayName: z.string() });
const Endpoint = z.object({ endpoint: z.string(), active: z.boolean() });

const ENDPOINT = '/v2/bot/channel/webhook/endpoint';

/** Who we are, where events go, and whether the console lets them. */
export async function connect(
  context: AccountContext,
  arrangement: ReceivingArrangement,
): Promise<ConnectReport> {
  let account: ConnectedAccount | null = null;
  const steps: readonly (readonly [name: string, run: () => Promise<string>])[] = [
    [
      'getBotInfo',
      async () => {
        const { userId, basicId, displayName } = Info.parse(
          await callRepeatably('GET', '/v2/bot/info', null, context),
        );
        account = { externalId: userId, displayName, username: basicId };
        return `The token belongs to ${displayName} (${basicId}).`;
      },
    ],
    [
      'setWebhookEndpoint',
      async () => {
        if (arrangement.mode !== 'webhook') throw new Error('LINE brings events to a public address only.');
        await callRepeatably('PUT', ENDPOINT, { endpoint: arrangement.url }, context);
        return `LINE will bring events to ${arrangement.url}.`;
      },
    ],
    [
      'getWebhookEndpoint',
      async () => {
        const { active } = Endpoint.parse(await callRepeatably('GET', ENDPOINT, null, context));
        if (!active) throw new Error('Switch "Use webhook" on: LINE Developers Console, Messaging API.');
        return 'Webhooks are switched on.';
      },
    ],
  ];
  const done: HealthStep[] = [];
  for (const [name, run] of steps) {
    const step = await runStep(name, run);
    done.push(step);
    if (!step.isOk) break;
  }
  return { steps: done, account };
}

async function runStep(name: string, run: () => Promise<string>): Promise<HealthStep> {
  try {
    return { name, isOk: true, description: await run(), platformCode: null };
  } catch (error) {
    if (error instanceof ChannelError) {
      const { platformCode, platformMessage = '' } = error.facts;
      return { name, isOk: false, description: `${error.message} ${platformMessage}`.trim(), platformCode };
    }
    const description = error instanceof z.ZodError ? 'LINE answered something unknown.' : String(error);
    return { name, isOk: false, description, platformCode: null };
  }
}
