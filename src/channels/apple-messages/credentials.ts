import type { CredentialField, CredentialProblem, SettingField } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';
import { isRelayed, readHeaderLines } from './relay.ts';

export const credentialFields: readonly CredentialField[] = [
  {
    name: 'businessId',
    label: 'Business ID',
    description: 'A UUID, exactly as Apple Business Register shows it.',
    isSecret: false,
    isRequired: true,
  },
  {
    name: 'mspId',
    label: 'MSP ID',
    description:
      'The UUID of your registration as a Messaging Service Provider. Needed unless a relay reaches Apple for you.',
    isSecret: false,
    isRequired: false,
  },
  {
    name: 'mspSecret',
    label: 'Messaging API secret',
    description:
      'Base64, from Apple Business Register; it signs in both directions. Needed unless a relay reaches Apple for you.',
    isSecret: true,
    isRequired: false,
  },
  {
    name: 'relayHeaders',
    label: 'Headers for the relay',
    description:
      "Only with another provider's MSP in between: what its API wants with every call, one `name: value` on each line.",
    isSecret: true,
    isRequired: false,
  },
  {
    name: 'relayWebhookHeader',
    label: 'Header from the relay',
    description:
      'Only with a relay: the `name: value` that it sends with every webhook and nobody else knows.',
    isSecret: true,
    isRequired: false,
  },
];

export const settingFields: readonly SettingField[] = [
  {
    name: 'usesLegacyFileHeaders',
    label: 'Old header names for files',
    description:
      'Asks for files with `url`, `signature`, `owner` and `size`, as the reference of 2018 has them.',
    valueType: 'boolean',
    defaultValue: false,
  },
];

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;
const BUSINESS_ID = /^(?:urn:biz:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;
/** HS256 is worth as much as its key; Apple's are longer. */
const MIN_SECRET_BYTES = 16;

export function checkCredentials(credentials: Credentials): readonly CredentialProblem[] {
  const { businessId = '' } = credentials;
  const businessProblems = BUSINESS_ID.test(businessId)
    ? []
    : [{ field: 'businessId', message: 'A Business ID is a UUID, with or without `urn:biz:` before it.' }];
  return [...businessProblems, ...(isRelayed(credentials) ? checkRelay(credentials) : checkMsp(credentials))];
}

function checkMsp({ mspId = '', mspSecret = '' }: Credentials): readonly CredentialProblem[] {
  const problems: CredentialProblem[] = [];
  if (!UUID.test(mspId)) problems.push({ field: 'mspId', message: 'An MSP ID is a UUID.' });
  if (!BASE64.test(mspSecret) || Buffer.from(mspSecret, 'base64').length < MIN_SECRET_BYTES) {
    problems.push({
      field: 'mspSecret',
      message:
        'The secret is Base64 text as Apple Business Register shows it: copy it whole, and decode nothing.',
    });
  }
  return problems;
}

function checkRelay({
  relayHeaders = '',
  relayWebhookHeader = '',
}: Credentials): readonly CredentialProblem[] {
  const problems: CredentialProblem[] = [];
  if (readHeaderLines(relayHeaders) === null) {
    problems.push({ field: 'relayHeaders', message: 'Write one `name: value` on each line.' });
  }
  if (readHeaderLines(relayWebhookHeader)?.length !== 1) {
    problems.push({
      field: 'relayWebhookHeader',
      message:
        'Write the one `name: value` that proves a webhook of the relay; without it anybody could post.',
    });
  }
  return problems;
}
