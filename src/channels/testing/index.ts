/** The conformance kit: what `confab/testing` exports. */
export { ConformanceFailure } from './check.ts';
export { type ConformanceResult, checkChannelConformance } from './check-conformance.ts';
export { describeChannelConformance, type TestFramework } from './describe-channel-conformance.ts';
export type {
  AcceptedFixture,
  ChannelFixtures,
  HandshakeFixture,
  InboundFixture,
  PlatformFixture,
  RefusedFixture,
  SignatureFixture,
  TargetFixture,
} from './fixtures.ts';
export type { PlatformAnswer, PlatformRequest } from './scripted-platform.ts';
