import type { TopicSubscriptionState } from '../../model/audience.ts';
import type { ContactId, TopicId } from '../../model/ids.ts';
import { SUBSCRIPTION_STATE } from '../audience-members.ts';
import { newestConsents } from './consent-records.ts';
import type { Filter } from './page.ts';

/** Subscriptions are the newest entry of each identity about each topic; newest first. */
export const newestSubscriptions = newestConsents;

const IS_NEWEST = `NOT EXISTS (SELECT 1 FROM consent_records n
                               WHERE n.identity_id = r.identity_id AND n.topic_id = r.topic_id
                                 AND n.number > r.number)`;

export const subscriptionsOfTopic = (topicId: TopicId): Filter => ({
  name: 'newest_of_topic',
  value: topicId,
  sql: (parameter) => `r.topic_id = ${parameter}::uuid AND ${IS_NEWEST}`,
});

export const subscriptionsOfContact = (contactId: ContactId): Filter => ({
  name: 'newest_of_contact',
  value: contactId,
  sql: (parameter) =>
    `r.topic_id IS NOT NULL AND ${IS_NEWEST}
     AND r.identity_id IN (SELECT i.id FROM identities i WHERE i.contact_id = ${parameter}::uuid)`,
});

/** @param at  Decides which requests have expired. */
export const subscriptionsInState = (states: readonly TopicSubscriptionState[], at: Date): Filter => ({
  name: 'subscription_state',
  value: { states, at: at.toISOString() },
  sql: (parameter) =>
    `${SUBSCRIPTION_STATE(`(${parameter}::jsonb->>'at')::timestamptz`)}
       IN (SELECT jsonb_array_elements_text(${parameter}::jsonb->'states'))`,
});
