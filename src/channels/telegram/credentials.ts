import type { CredentialField, CredentialProblem, SettingField } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';

export const credentialFields: readonly CredentialField[] = [
  {
    name: 'botToken',
    label: 'Bot token',
    description: 'From @BotFather: digits, a colon and a secret.',
    isSecret: true,
    isRequired: true,
  },
  {
    name: 'webhookSecret',
    label: 'Webhook secret',
    description: 'Telegram shows it with every update. Made for you when you give none.',
    isSecret: true,
    isRequired: false,
    isGenerated: true,
  },
];

export const settingFields: readonly SettingField[] = [
  {
    name: 'privacyPolicyUrl',
    label: 'Privacy policy',
    description: 'The address that /privacy answers with. Telegram expects every bot to have one.',
    valueType: 'string',
    defaultValue: null,
  },
  {
    name: 'greeting',
    label: 'Greeting',
    description: 'What /start answers; nothing is answered when it is empty.',
    valueType: 'string',
    defaultValue: null,
  },
];

const TOKEN = /^\d{1,20}:[A-Za-z0-9_-]{20,100}$/u;
/** Bot API, setWebhook: `secret_token`. */
const SECRET = /^[A-Za-z0-9_-]{1,256}$/u;

export function checkCredentials({ botToken, webhookSecret }: Credentials): readonly CredentialProblem[] {
  const problems: CredentialProblem[] = [];
  if (botToken === undefined || !TOKEN.test(botToken)) {
    problems.push({
      field: 'botToken',
      message: 'A bot token looks like 123456789:AAF… ; copy it whole from @BotFather.',
    });
  }
  if (webhookSecret !== undefined && !SECRET.test(webhookSecret)) {
    problems.push({
      field: 'webhookSecret',
      message: 'A webhook secret has 1 to 256 letters, digits, "_" or "-".',
    });
  }
  return problems;
}
