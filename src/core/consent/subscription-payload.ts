import type { TopicId } from '../model/ids.ts';

/** What a tap on a button means for one topic. */
export interface SubscriptionTap {
  readonly wish: 'subscribe' | 'leave';
  readonly topicId: TopicId;
}

/** What such a button sends back; anybody may put one on a message. */
export const subscriptionPayload = ({ wish, topicId }: SubscriptionTap): string => `${wish}:${topicId}`;

const PAYLOAD = /^(subscribe|leave):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u;

/** Null: the tap was on something else. The text is untrusted: whether there is such a topic is for the caller. */
export function readSubscriptionPayload(payload: string): SubscriptionTap | null {
  const [, wish, topicId] = PAYLOAD.exec(payload) ?? [];
  if ((wish !== 'subscribe' && wish !== 'leave') || topicId === undefined) return null;
  return { wish, topicId: topicId as TopicId };
}
