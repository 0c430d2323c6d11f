import type { Check } from '../check.ts';
import { accountChecks } from './account.ts';
import { actionChecks } from './actions.ts';
import { broadcastChecks } from './broadcasts.ts';
import { declaredInboundChecks } from './declared-inbound.ts';
import { factChecks } from './facts.ts';
import { failureChecks } from './failures.ts';
import { limitChecks } from './limits.ts';
import { malformedChecks } from './malformed.ts';
import { parsingChecks } from './parsing.ts';
import { renderingChecks } from './rendering.ts';
import { sendingChecks } from './sending.ts';
import { signatureChecks } from './signature.ts';

export interface CheckGroup {
  readonly about: string;
  readonly checks: readonly Check[];
}

/** Everything that the contract promises, as far as it can be seen from outside. */
export const CHECK_GROUPS: readonly CheckGroup[] = [
  { about: 'the definition', checks: factChecks },
  { about: 'a request at the webhook', checks: signatureChecks },
  { about: 'a body', checks: [...parsingChecks, ...malformedChecks, ...declaredInboundChecks] },
  { about: 'a rendering', checks: [...renderingChecks, ...limitChecks] },
  { about: 'a message', checks: [...sendingChecks, ...broadcastChecks, ...failureChecks] },
  { about: 'an account', checks: [...accountChecks, ...actionChecks] },
];
