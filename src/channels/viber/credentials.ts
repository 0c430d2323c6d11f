import type { CredentialField, CredentialProblem, SettingField } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';
import { isPublicAddress } from './public-address.ts';

export const credentialFields: readonly CredentialField[] = [
  {
    name: 'authToken',
    label: 'Auth token',
    description:
      'The app key of the bot, from Viber: More → Settings → Bots → Edit Info, or from your partner.',
    isSecret: true,
    isRequired: true,
  },
  {
    name: 'displayName',
    label: 'Sender name',
    description: 'Stands above every message. Viber shows 28 characters; a longer name is cut.',
    isSecret: false,
    isRequired: true,
  },
  {
    name: 'avatarUrl',
    label: 'Sender picture',
    description:
      'A public https address of a picture for every message, at most 100 kB; 720 × 720 looks best. Optional.',
    isSecret: false,
    isRequired: false,
  },
];

export const settingFields: readonly SettingField[] = [
  {
    name: 'welcomeText',
    label: 'Welcome message',
    description:
      'Shown, free of charge, to whoever opens the chat, before they have written. Null or empty: nothing is shown.',
    valueType: 'string',
    defaultValue: null,
  },
  {
    name: 'welcomeButton',
    label: 'Button under the welcome message',
    description:
      'Its words, such as "Start". Who presses it sends them as a message and is subscribed from then on. Null or empty: no button.',
    valueType: 'string',
    defaultValue: null,
  },
];

/** Three groups of letters and digits; all that Viber gives are 16 long, which it does not promise. */
const AUTH_TOKEN = /^[0-9A-Za-z]+-[0-9A-Za-z]+-[0-9A-Za-z]+$/u;

export function checkCredentials(credentials: Credentials): readonly CredentialProblem[] {
  const { authToken = '', displayName = '', avatarUrl = '' } = credentials;
  const problems: CredentialProblem[] = [];
  if (!AUTH_TOKEN.test(authToken)) {
    problems.push({
      field: 'authToken',
      message: 'A Viber token is three groups of letters and digits, joined by "-". Copy it whole.',
    });
  }
  if (displayName.trim() === '') {
    problems.push({ field: 'displayName', message: 'Viber wants a sender name on every message.' });
  }
  if (avatarUrl !== '' && !isPublicAddress(avatarUrl)) {
    problems.push({ field: 'avatarUrl', message: 'It must be a full https address.' });
  }
  return problems;
}
