import { type ChannelDefinition, defineChannel } from '../../core/channel/index.ts';
import { markRead, react, startTyping } from './actions.ts';
import { capabilities } from './capabilities.ts';
import { connect, disconnect } from './connect.ts';
import { checkCredentials, credentialFields } from './credentials.ts';
import { deepLink } from './deep-link.ts';
import { downloadMedia } from './media.ts';
import { parseWebhook } from './parse.ts';
import { policyEditions } from './policy.ts';
import { fetchProfile } from './profile.ts';
import { render } from './render.ts';
import { routing } from './routing.ts';
import { send } from './send.ts';
import { settingFields } from './settings.ts';
import { answerHandshake, verify } from './verify.ts';

export const messenger: ChannelDefinition = defineChannel({
  name: 'messenger',
  displayName: 'Messenger',
  capabilities,
  credentialFields,
  settingFields,
  defaultApiBaseUrl: 'https://graph.facebook.com',
  policyEditions,
  checkCredentials,
  connect,
  disconnect,
  webhook: { verify, answerHandshake, parse: parseWebhook },
  render,
  send,
  downloadMedia,
  fetchProfile,
  routing,
  react,
  markRead,
  startTyping,
  deepLink,
});
