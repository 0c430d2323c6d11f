import * as z from 'zod';
import {
  type AccountContext,
  ChannelError,
  type ConnectedAccount,
  type ConnectReport,
  type ReceivingArrangement,
} from '../../core/channel/index.ts';
import type { HealthStep } from '../../core/model/channel-account.ts';
import { type ConnectStep, runStep, runSteps } from '../shared/connect-steps.ts';
import { callRepeatably } from './call-api.ts';
import { GATEWAY_COMMANDS } from './commands.ts';
import { REQUESTED_UPDATES } from './parse.ts';
import { optional } from './payload.ts';

const Bot = z.object({ id: z.int(), first_name: optional(z.string()), username: optional(z.string()) });
const WebhookInfo = z.object({
  url: z.string(),
  pending_update_count: optional(z.int()),
  last_error_message: optional(z.string()),
});

/** Telegram's default; updates of one chat come one after the other whatever it is. */
const MAX_CONNECTIONS = 40;

/** getMe, then where updates go, then the bot's menu. */
export async function connect(
  context: AccountContext,
  arrangement: ReceivingArrangement,
): Promise<ConnectReport> {
  let account: ConnectedAccount | null = null;
  const steps: readonly ConnectStep[] = [
    {
      name: 'getMe',
      run: async () => {
        account = await whoAmI(context);
        return `The token belongs to @${account.username ?? account.externalId}.`;
      },
    },
    ...(arrangement.mode === 'webhook' ? webhookSteps(arrangement.url, context) : pollingSteps(context)),
  ];
  const done = await runSteps('Telegram', steps);
  if (done.some(({ isOk }) => !isOk)) return { steps: done, account };
  return { steps: [...done, await offerCommands(context)], account };
}

/** Updates wait at Telegram for 24 hours, in case somebody connects the bot again. */
export async function disconnect(context: AccountContext): Promise<void> {
  try {
    await callRepeatably('deleteWebhook', {}, context);
  } catch (error) {
    // Telegram no longer takes the token: then it brings us nothing either.
    if (!(error instanceof ChannelError && error.kind === 'unauthorized')) throw error;
  }
}

async function whoAmI(context: AccountContext): Promise<ConnectedAccount> {
  const { id, first_name, username } = Bot.parse(await callRepeatably('getMe', {}, context));
  return {
    externalId: String(id),
    displayName: first_name ?? username ?? String(id),
    username: username ?? null,
  };
}

function webhookSteps(url: string, context: AccountContext): readonly ConnectStep[] {
  return [
    {
      name: 'setWebhook',
      run: async () => {
        await callRepeatably(
          'setWebhook',
          {
            url,
            secret_token: context.credentials.webhookSecret,
            max_connections: MAX_CONNECTIONS,
            allowed_updates: REQUESTED_UPDATES,
          },
          context,
        );
        return `Telegram will bring updates to ${url}.`;
      },
    },
    { name: 'getWebhookInfo', run: () => inspectWebhook(url, context) },
  ];
}

async function inspectWebhook(url: string, context: AccountContext): Promise<string> {
  const info = WebhookInfo.parse(await callRepeatably('getWebhookInfo', {}, context));
  if (info.url !== url) {
    throw new ChannelError(
      'rejected',
      'Telegram names another webhook: a second program uses this token. Stop it, or make a bot of its own for it.',
      { platformCode: 'webhook:other-url' },
    );
  }
  const waiting = `${info.pending_update_count ?? 0} updates wait.`;
  return info.last_error_message === undefined
    ? `The webhook is set; ${waiting}`
    : `The webhook is set; ${waiting} The last delivery that failed: ${info.last_error_message}`;
}

function pollingSteps(context: AccountContext): readonly ConnectStep[] {
  return [
    {
      name: 'deleteWebhook',
      run: async () => {
        await callRepeatably('deleteWebhook', {}, context);
        return 'No webhook is set: updates are fetched.';
      },
    },
  ];
}

/** The menu is a convenience: without it everything works. */
async function offerCommands(context: AccountContext): Promise<HealthStep> {
  const run = async () => {
    await callRepeatably(
      'setMyCommands',
      { commands: GATEWAY_COMMANDS.map(({ name, description }) => ({ command: name, description })) },
      context,
    );
    return 'The menu offers the commands that are answered here.';
  };
  const result = await runStep('Telegram', { name: 'setMyCommands', run });
  return result.isOk
    ? result
    : {
        ...result,
        isOk: true,
        description: `The menu could not be set, nothing else is amiss: ${result.description}`,
      };
}
