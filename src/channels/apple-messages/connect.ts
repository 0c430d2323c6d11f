import {
  type AccountContext,
  ChannelError,
  type ConnectReport,
  type ReceivingArrangement,
} from '../../core/channel/index.ts';
import type { HealthStep } from '../../core/model/channel-account.ts';
import { toAccountKey } from './business-id.ts';
import { callRepeatably } from './call-api.ts';
import { readJson } from './read-json.ts';
import { isRelayed } from './relay.ts';
import { UploadSlot } from './upload-file.ts';

/**
 * Apple answers no "who am I?". Asking where a file could be put needs the token and the business to be right and
 * changes nothing, so that is the check. Where Apple delivers to is set in Apple Business Register, by hand.
 */
export async function connect(
  context: AccountContext,
  arrangement: ReceivingArrangement,
): Promise<ConnectReport> {
  const { credentials } = context;
  const { businessId = '' } = credentials;
  const access = isRelayed(credentials) ? relayed(context) : await checkAccess(context);
  if (!access.isOk) return { steps: [access], account: null };
  return {
    steps: [access, isRelayed(credentials) ? relayAddress(arrangement) : address(arrangement)],
    account: {
      externalId: toAccountKey(businessId),
      displayName: `Business ${toAccountKey(businessId).slice(0, 8)}`,
      username: null,
    },
  };
}

async function checkAccess(context: AccountContext): Promise<HealthStep> {
  const { businessId = '' } = context.credentials;
  const size = context.settings.usesLegacyFileHeaders === true ? { size: '1' } : { 'MMCS-Size': '1' };
  try {
    const answer = await callRepeatably(
      { method: 'GET', path: 'preUpload', headers: { 'source-id': businessId, ...size } },
      context,
    );
    if (!UploadSlot.safeParse(await readJson(answer)).success) {
      const description = 'What answers at the API address is not Apple: check the address.';
      return { name: 'preUpload', isOk: false, description, platformCode: 'answer:malformed' };
    }
    const description = 'Apple takes the token and knows the business.';
    return { name: 'preUpload', isOk: true, description, platformCode: null };
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return { name: 'preUpload', isOk: false, ...explain(error) };
  }
}

function explain({ message, facts }: ChannelError): Pick<HealthStep, 'description' | 'platformCode'> {
  const { platformCode, platformMessage } = facts;
  const ours =
    platformCode === '404'
      ? 'Apple does not know this Business ID, or it has not chosen this MSP in Apple Business Register.'
      : message;
  return {
    description: platformMessage === undefined ? ours : `${ours} Apple: ${platformMessage}`,
    platformCode,
  };
}

function relayed({ apiBaseUrl }: AccountContext): HealthStep {
  if (new URL(apiBaseUrl).hostname.endsWith('.apple.com')) {
    const description = "The headers are a relay's and the address is Apple's: give the relay's API address.";
    return { name: 'relay', isOk: false, description, platformCode: null };
  }
  const description = `Messages go to the relay at ${apiBaseUrl}; whether it takes them shows with the first.`;
  return { name: 'relay', isOk: true, description, platformCode: null };
}

function address(arrangement: ReceivingArrangement): HealthStep {
  if (arrangement.mode === 'polling') return unreachable();
  const description = `Enter ${arrangement.url} as the address of your MSP in Apple Business Register; Apple appends /message.`;
  return { name: 'webhook', isOk: true, description, platformCode: null };
}

function relayAddress(arrangement: ReceivingArrangement): HealthStep {
  if (arrangement.mode === 'polling') return unreachable();
  const description = `Let the relay post Apple's messages to ${arrangement.url}, with the header that was agreed.`;
  return { name: 'webhook', isOk: true, description, platformCode: null };
}

function unreachable(): HealthStep {
  const description = 'Apple only delivers to a public address: set PUBLIC_URL and connect again.';
  return { name: 'webhook', isOk: false, description, platformCode: null };
}
