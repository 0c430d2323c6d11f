import type { PolicyRuleName } from '../../model/policy-edition.ts';
import type { PolicyRule } from '../rule.ts';
import { budget } from './budget.ts';
import { customerFirst } from './customer-first.ts';
import { destinationPaused } from './destination-paused.ts';
import { extraConsent } from './extra-consent.ts';
import { forbiddenGoods } from './forbidden-goods.ts';
import { frequencyCap } from './frequency-cap.ts';
import { heldBack } from './held-back.ts';
import { messagingWindow } from './messaging-window.ts';
import { optInOnRecord } from './opt-in-on-record.ts';
import { optedOut } from './opted-out.ts';
import { promotionPermitted } from './promotion-permitted.ts';
import { promotionalOptOut } from './promotional-opt-out.ts';
import { quietHours } from './quiet-hours.ts';
import { templatePurpose } from './template-purpose.ts';
import { templateUsable } from './template-usable.ts';
import { topicConsent } from './topic-consent.ts';

/** Every rule by its name; `edition-in-force` is `decide` itself. */
export const RULES: {
  readonly [Name in Exclude<PolicyRuleName, 'edition-in-force'>]: PolicyRule<Name>;
} = {
  'opted-out': optedOut,
  'forbidden-goods': forbiddenGoods,
  'template-usable': templateUsable,
  'template-purpose': templatePurpose,
  'promotion-permitted': promotionPermitted,
  'destination-paused': destinationPaused,
  'promotional-opt-out': promotionalOptOut,
  'topic-consent': topicConsent,
  'extra-consent': extraConsent,
  'opt-in-on-record': optInOnRecord,
  'customer-first': customerFirst,
  'messaging-window': messagingWindow,
  budget,
  'held-back': heldBack,
  'frequency-cap': frequencyCap,
  'quiet-hours': quietHours,
};
