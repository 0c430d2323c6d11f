import type { CredentialField, CredentialProblem, Credentials } from 'confab/channel';

export const credentialFields: readonly CredentialField[] = [
  {
    name: 'channelSecret',
    label: 'Channel secret',
    description: 'LINE Developers Console, Basic settings: 32 digits and letters from a to f.',
    isSecret: true,
    isRequired: true,
  },
  {
    name: 'channelAccessToken',
    label: 'Channel access token',
    description: 'LINE Developers Console, Messaging API: the long-lived one.',
    isSecret: true,
    isRequired: true,
  },
];

export function checkCredentials({
  channelSecret,
  channelAccessToken,
}: Credentials): readonly CredentialProblem[] {
  const problems: CredentialProblem[] = [];
  if (!/^[0-9a-f]{32}$/u.test(channelSecret ?? '')) {
    problems.push({ field: 'channelSecret', message: 'A channel secret has 32 digits and letters a to f.' });
  }
  if (!/^[\w+/=.-]{40,}$/u.test(channelAccessToken ?? '')) {
    problems.push({ field: 'channelAccessToken', message: 'Copy the whole token: it is more than 40 long.' });
  }
  return problems;
}
