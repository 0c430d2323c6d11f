import { type AccountContext, ChannelError } from '../../core/channel/index.ts';
import type { MetaGraph } from '../shared/meta-graph.ts';
import { PLATFORM, toChannelError } from './errors.ts';
import { isOn, readGraphVersion } from './settings.ts';

/**
 * How this account calls the Graph API.
 *
 * @throws {ChannelError} when its settings name no version: nothing can be called then.
 */
export function graphOf({ credentials, settings }: AccountContext): MetaGraph {
  const version = readGraphVersion(settings);
  if (version === null) {
    throw new ChannelError(
      'unauthorized',
      'The setting graphVersion is no version of the Graph API; it looks like v26.0.',
      { platformCode: 'setting:graphVersion', actionBy: 'operator' },
    );
  }
  return {
    ...PLATFORM,
    version,
    accessToken: credentials.pageAccessToken ?? '',
    appSecretForProof: isOn(settings, 'appSecretProof') ? (credentials.appSecret ?? '') : null,
    toChannelError,
  };
}

/** The same, in the name of the app itself; null where no app id was given. */
export function appGraphOf(context: AccountContext): MetaGraph | null {
  const { appId = '', appSecret = '' } = context.credentials;
  if (appId === '') return null;
  return { ...graphOf(context), accessToken: `${appId}|${appSecret}` };
}

/** The Page, or what is below it. */
export function pagePath({ credentials }: AccountContext, ...below: readonly string[]): string {
  return [credentials.pageId ?? '', ...below].map(encodeURIComponent).join('/');
}

export function malformedAnswer(sentence: string, kind: 'indeterminate' | 'unavailable'): ChannelError {
  return new ChannelError(kind, sentence, { platformCode: 'answer:malformed' });
}
