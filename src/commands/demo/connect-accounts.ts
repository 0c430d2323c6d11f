import pc from 'picocolors';
import type { DemoChannel } from './demo-channel.ts';
import type { Stage } from './stage.ts';

const CONNECT = `mutation ($input: ConnectChannelAccountInput!) {
  connectChannelAccount(input: $input) {
    ... on ConnectChannelAccountSuccess {
      channelAccount { status webhookUrl health { steps { name isOk description } } }
    }
    ... on UserError { message }
  }
}`;

interface Connected {
  readonly connectChannelAccount: {
    readonly message?: string;
    readonly channelAccount?: {
      readonly status: string;
      readonly webhookUrl: string;
      readonly health: { readonly steps: readonly { name: string; isOk: boolean; description: string }[] };
    };
  };
}

/** Five accounts, by the mutation that an operator would call. */
export async function connectAccounts({ channels, ask, narrator }: Stage): Promise<void> {
  narrator.scene('Five accounts are connected, all by the same mutation: connectChannelAccount');
  for (const channel of channels) {
    const { connectChannelAccount } = await ask<Connected>(CONNECT, { input: inputOf(channel) });
    const account = connectChannelAccount.channelAccount;
    if (account === undefined) throw new Error(`${channel.title}: ${connectChannelAccount.message}`);
    channel.registerWebhook?.(account.webhookUrl);
    const isWorking = account.status === 'ACTIVE';
    const mark = isWorking ? pc.green('✓') : pc.red('✗');
    const steps = account.health.steps.filter(({ isOk }) => isOk === isWorking);
    const told = isWorking ? steps.map(({ name }) => name) : steps.map(({ description }) => description);
    narrator.say(`  ${mark} ${channel.title.padEnd(15)} ${pc.dim(told.join(', '))}`);
  }
}

function inputOf({ channel, title, credentials, settings, apiBaseUrl }: DemoChannel): object {
  const named = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => ({ name, value }));
  return {
    channel,
    apiBaseUrl,
    name: `Acme on ${title}`,
    credentials: named(credentials),
    settings: named(settings),
  };
}
