import { type ChannelDefinition, defineChannel } from '../../core/channel/index.ts';
import { acknowledge, deleteMessage, markRead, react, startTyping } from './actions.ts';
import { capabilities } from './capabilities.ts';
import { connect, disconnect } from './connect.ts';
import { checkCredentials, credentialFields, settingFields } from './credentials.ts';
import { deepLink } from './deep-link.ts';
import { edit } from './edit.ts';
import { downloadMedia } from './media.ts';
import { parseUpdate } from './parse.ts';
import { policyEditions } from './policy.ts';
import { poll } from './polling.ts';
import { fetchProfile } from './profile.ts';
import { render } from './render.ts';
import { send } from './send.ts';
import { verify } from './verify.ts';

export const telegram: ChannelDefinition = defineChannel({
  name: 'telegram',
  displayName: 'Telegram',
  capabilities,
  credentialFields,
  settingFields,
  defaultApiBaseUrl: 'https://api.telegram.org',
  policyEditions,
  checkCredentials,
  connect,
  disconnect,
  webhook: { verify, parse: parseUpdate },
  polling: { poll, parse: parseUpdate },
  render,
  send,
  fetchProfile,
  downloadMedia,
  edit,
  delete: deleteMessage,
  react,
  startTyping,
  markRead,
  acknowledge,
  deepLink,
});
