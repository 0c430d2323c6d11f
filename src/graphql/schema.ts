import './scalars.ts';
import './queries.ts';
import './types/composer.ts';
import './types/consent.ts';
import './types/sign-up-link.ts';
import './types/topic-subscription.ts';
import './types/event.ts';
import './types/template.ts';
import './types/campaign.ts';
import './types/migration.ts';
import './actions/workspace.ts';
import './actions/accounts.ts';
import './actions/send.ts';
import './actions/preview-message.ts';
import './actions/check-send.ts';
import './actions/policy-clock.ts';
import './actions/policy-editions.ts';
import './actions/policy-operator-rules.ts';
import './actions/policy-prices.ts';
import './actions/attend.ts';
import './actions/route-conversation.ts';
import './actions/contacts.ts';
import './actions/consent.ts';
import './actions/template.ts';
import './actions/audiences.ts';
import './actions/campaigns.ts';
import './actions/link-identity.ts';
import './actions/migration.ts';
import './actions/operate.ts';
import './actions/snippets.ts';
import './subscriptions/events.ts';
import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import { withIdsAtOnce } from './ids-at-once.ts';

let schema: GraphQLSchema | null = null;

/** The schema; built on first use, and the same for everybody. */
export function getSchema(): GraphQLSchema {
  schema ??= withIdsAtOnce(builder.toSchema());
  return schema;
}
