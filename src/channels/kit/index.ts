/**
 * What `confab/channel` exports: the port, the words that it is written in, and the tools that the built-in
 * adapters use. A partner's package imports this and `confab/testing`, and nothing else of Confab.
 */
export * from '../../core/channel/index.ts';
export type {
  AccountHealth,
  AccountSettings,
  Credentials,
  HealthStep,
} from '../../core/model/channel-account.ts';
export type { Clock } from '../../core/model/clock.ts';
export type { ReceiptStatus } from '../../core/model/delivery-status.ts';
export type { ActionBy, ChannelErrorKind, RejectionCause } from '../../core/model/failure.ts';
export * from '../../core/model/part.ts';
export type { PolicyEdition, PolicyRuleName } from '../../core/model/policy.ts';
export type { SendOptions } from '../../core/model/send-options.ts';
export type { AuthorKind, IdentityKind, Purpose } from '../../core/model/words.ts';
export { displayName } from '../shared/display-name.ts';
export { fromUnixSeconds } from '../shared/from-unix-seconds.ts';
export { isSameSecret } from '../shared/is-same-secret.ts';
export { parseLosslessJson } from '../shared/lossless-json.ts';
export { classifyNetworkFailure, networkFailureCode } from '../shared/network-failure.ts';
export { type Defined, omitUndefined } from '../shared/omit-undefined.ts';
export { ignored, label, notUnderstood, type Reading, toPayload, understood } from '../shared/reading.ts';
