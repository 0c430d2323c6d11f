import type { CredentialField, CredentialProblem } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';

export const credentialFields = [
  {
    name: 'pageId',
    label: 'Page ID',
    description: 'Digits, from the Page’s settings: About → Page transparency. It is not the Page’s name.',
    isSecret: false,
    isRequired: true,
  },
  {
    name: 'pageAccessToken',
    label: 'Page access token',
    description:
      'Made by somebody with the MESSAGE task on the Page, with the permissions pages_messaging and pages_manage_metadata. A token of a person or an app is another thing.',
    isSecret: true,
    isRequired: true,
  },
  {
    name: 'appSecret',
    label: 'App secret',
    description: 'From the app dashboard: App settings → Basic. It proves that webhooks come from Meta.',
    isSecret: true,
    isRequired: true,
  },
  {
    name: 'previousAppSecret',
    label: 'Previous app secret',
    description:
      'While the app secret is being replaced: webhooks signed with either are taken. Empty it after.',
    isSecret: true,
    isRequired: false,
  },
  {
    name: 'verifyToken',
    label: 'Verify token',
    description:
      'Meta shows it when it asks whether the webhook address is ours. Made for you when you give none.',
    isSecret: true,
    isRequired: false,
    isGenerated: true,
  },
  {
    name: 'appId',
    label: 'App ID',
    description:
      'Digits, from the app dashboard. With it, the webhook address is set for you; without it, set it in the dashboard yourself.',
    isSecret: false,
    isRequired: false,
  },
] as const satisfies readonly CredentialField[];

const ID = /^\d{5,20}$/u;

export function checkCredentials(credentials: Credentials): readonly CredentialProblem[] {
  const { pageId = '', pageAccessToken = '', verifyToken, appId = '' } = credentials;
  const problems: CredentialProblem[] = [];
  if (!ID.test(pageId)) {
    problems.push({
      field: 'pageId',
      message: 'A Page ID is digits only, such as 402210991827364; it is not the Page’s name or address.',
    });
  }
  if (pageAccessToken === '' || /\s/u.test(pageAccessToken)) {
    problems.push({
      field: 'pageAccessToken',
      message: 'A Page access token is one word without white space.',
    });
  }
  for (const field of ['appSecret', 'previousAppSecret'] as const) {
    const secret = credentials[field] ?? '';
    if (/\s/u.test(secret) || (field === 'appSecret' && secret === '')) {
      problems.push({ field, message: 'An app secret is one word of letters and digits; copy it whole.' });
    }
  }
  if (verifyToken !== undefined && (verifyToken === '' || verifyToken.length > 256)) {
    problems.push({ field: 'verifyToken', message: 'A verify token has 1 to 256 characters.' });
  }
  if (appId !== '' && !ID.test(appId)) {
    problems.push({ field: 'appId', message: 'An app ID is digits only, such as 555001928374.' });
  }
  return problems;
}
