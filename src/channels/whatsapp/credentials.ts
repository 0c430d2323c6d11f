import type { CredentialField, CredentialProblem } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';

export const credentialFields = [
  {
    name: 'phoneNumberId',
    label: 'Phone number ID',
    description:
      'Digits, from WhatsApp Manager or the app dashboard: WhatsApp → API setup. It is not the phone number.',
    isSecret: false,
    isRequired: true,
  },
  {
    name: 'businessAccountId',
    label: 'WhatsApp Business Account ID',
    description: 'Digits, beside the phone number ID. Templates and webhooks belong to it.',
    isSecret: false,
    isRequired: true,
  },
  {
    name: 'accessToken',
    label: 'Access token',
    description:
      'Of a system user, with the permissions whatsapp_business_messaging and whatsapp_business_management. The token on the API setup page ends after a day.',
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
      'Digits, from the app dashboard. Needed only to make templates whose header is a file: their examples are uploaded to the app.',
    isSecret: false,
    isRequired: false,
  },
] as const satisfies readonly CredentialField[];

/** Ids are digits today; letters would not hurt, but what has a plus or spaces is a phone number. */
const ID = /^\d{5,20}$/u;

export function checkCredentials(credentials: Credentials): readonly CredentialProblem[] {
  const {
    phoneNumberId = '',
    businessAccountId = '',
    accessToken = '',
    verifyToken,
    appId = '',
  } = credentials;
  const problems: CredentialProblem[] = [];
  if (!ID.test(phoneNumberId)) {
    problems.push({
      field: 'phoneNumberId',
      message:
        'A phone number ID is digits only, such as 118826403377915; it is not the phone number itself.',
    });
  }
  if (!ID.test(businessAccountId)) {
    problems.push({
      field: 'businessAccountId',
      message: 'A WhatsApp Business Account ID is digits only, such as 204718390551002.',
    });
  }
  if (accessToken === '' || /\s/u.test(accessToken)) {
    problems.push({ field: 'accessToken', message: 'An access token is one word without white space.' });
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
