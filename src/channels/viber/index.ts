import { type ChannelDefinition, defineChannel } from '../../core/channel/index.ts';
import { broadcast } from './broadcast.ts';
import { capabilities } from './capabilities.ts';
import { connect, disconnect } from './connect.ts';
import { checkCredentials, credentialFields, settingFields } from './credentials.ts';
import { deepLink } from './deep-link.ts';
import { downloadMedia } from './download-media.ts';
import { answerHandshake } from './handshake.ts';
import { parseCallback } from './parse.ts';
import { policyEditions } from './policy.ts';
import { presence } from './presence.ts';
import { fetchProfile, profileLimit } from './profile.ts';
import { render } from './render.ts';
import { send } from './send.ts';
import { verify } from './verify.ts';
import { answer } from './welcome.ts';

export const viber: ChannelDefinition = defineChannel({
  name: 'viber',
  displayName: 'Viber',
  capabilities,
  credentialFields,
  settingFields,
  defaultApiBaseUrl: 'https://chatapi.viber.com',
  policyEditions,
  checkCredentials,
  connect,
  disconnect,
  webhook: { verify, parse: parseCallback, answerHandshake, answer },
  render,
  send,
  broadcast,
  fetchProfile,
  profileLimit,
  presence,
  downloadMedia,
  deepLink,
});
