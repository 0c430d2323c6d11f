import { ChannelError } from '../channel/index.ts';
import type { Core } from '../inbox/core.ts';
import type { ChannelUnavailable } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import type { TemplateAccount } from './find-account.ts';

/** What the platform said instead of doing it, in its own words beside ours. */
export function platformRefusal(
  core: Pick<Core, 'log'>,
  { account, displayName }: TemplateAccount,
  error: unknown,
): ChannelUnavailable {
  core.log.warn({ error, accountId: account.id }, 'a platform did not do what we asked about templates');
  const path: ChannelUnavailable['path'] = [];
  if (!(error instanceof ChannelError)) {
    const message = `${displayName} could not be asked.`;
    return { kind: 'channel-unavailable', path, message, platformCode: null, isRetryable: true };
  }
  const { platformCode, platformMessage } = error.facts;
  const words = platformMessage === undefined ? '' : ` It says: ${platformMessage}`;
  return {
    kind: 'channel-unavailable',
    path,
    message: storableText(`${error.message}${words}`),
    platformCode,
    isRetryable: error.kind !== 'rejected' && error.kind !== 'unauthorized',
  };
}
