import { type ChannelDefinition, defineChannel } from 'confab/channel';
import { capabilities } from './capabilities.ts';
import { connect } from './connect.ts';
import { checkCredentials, credentialFields } from './credentials.ts';
import { downloadMedia } from './download-media.ts';
import { parse } from './parse.ts';
import { policyEditions } from './policy.ts';
import { render } from './render.ts';
import { send } from './send.ts';
import { startTyping } from './start-typing.ts';
import { verify } from './verify.ts';

/** What `CONFAB_ADAPTERS=confab-line` loads. */
export const channel: ChannelDefinition = defineChannel({
  name: 'line',
  displayName: 'LINE',
  capabilities,
  credentialFields,
  settingFields: [],
  defaultApiBaseUrl: 'https://api.line.me',
  policyEditions,
  checkCredentials,
  connect,
  webhook: { verify, parse },
  render,
  send,
  downloadMedia,
  startTyping,
});
