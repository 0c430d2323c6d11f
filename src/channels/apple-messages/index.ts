import { type ChannelDefinition, defineChannel } from '../../core/channel/index.ts';
import { capabilities } from './capabilities.ts';
import { complete } from './complete.ts';
import { connect } from './connect.ts';
import { checkCredentials, credentialFields, settingFields } from './credentials.ts';
import { deepLink } from './deep-link.ts';
import { downloadMedia } from './media.ts';
import { parseMessage } from './parse.ts';
import { policyEditions } from './policy.ts';
import { render } from './render.ts';
import { send, startTyping } from './send.ts';
import { verify } from './verify.ts';

export const appleMessages: ChannelDefinition = defineChannel({
  name: 'apple-messages',
  displayName: 'Apple Messages for Business',
  capabilities,
  credentialFields,
  settingFields,
  defaultApiBaseUrl: 'https://mspgw.push.apple.com/v1',
  policyEditions,
  checkCredentials,
  connect,
  webhook: { verify, complete, parse: parseMessage },
  render,
  send,
  downloadMedia,
  startTyping,
  deepLink,
});
