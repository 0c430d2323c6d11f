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
    accessToken: credentials.accessToken ?? '',
    appSecretForProof: isOn(settings, 'appSecretProof') ? (credentials.appSecret ?? '') : null,
    toChannelError,
  };
}

/** The number that sends, or what is below it. */
export function numberPath({ credentials }: AccountContext, ...below: readonly string[]): string {
  return [credentials.phoneNumberId ?? '', ...below].map(encodeURIComponent).join('/');
}

/** The business account that has the templates and webhooks, or what is below it. */
export function businessPath({ credentials }: AccountContext, ...below: readonly string[]): string {
  return [credentials.businessAccountId ?? '', ...below].map(encodeURIComponent).join('/');
}

export function malformedAnswer(sentence: string, kind: 'indeterminate' | 'unavailable'): ChannelError {
  return new ChannelError(kind, sentence, { platformCode: 'answer:malformed' });
}
