import { type ChannelDefinition, defineChannel } from '../../core/channel/index.ts';
import { markRead, react, startTyping } from './actions.ts';
import { capabilities } from './capabilities.ts';
import { connect } from './connect.ts';
import { checkCredentials, credentialFields } from './credentials.ts';
import { deepLink } from './deep-link.ts';
import { downloadMedia } from './media.ts';
import { concerns, parseWebhook } from './parse.ts';
import { policyEditions } from './policy.ts';
import { readAddress } from './read-address.ts';
import { render } from './render.ts';
import { send } from './send.ts';
import { settingFields } from './settings.ts';
import { templates } from './templates.ts';
import { answerHandshake, verify } from './verify.ts';

export const whatsapp: ChannelDefinition = defineChannel({
  name: 'whatsapp',
  displayName: 'WhatsApp',
  capabilities,
  credentialFields,
  settingFields,
  defaultApiBaseUrl: 'https://graph.facebook.com',
  policyEditions,
  checkCredentials,
  connect,
  webhook: { verify, answerHandshake, parse: parseWebhook, concerns },
  render,
  send,
  templates,
  downloadMedia,
  react,
  markRead,
  startTyping,
  deepLink,
  readAddress,
});
