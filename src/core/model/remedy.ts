import type { IdentityId, TopicId } from './ids.ts';
import type { Purpose } from './words.ts';

/**
 * What would take away one objection, as something that a client can act on. Several are alternatives, the
 * nearest first. A second rule may object after the first is satisfied; `alsoObjecting` of the decision names it.
 */
export type Remedy = RemedyAction & {
  /** For a person: what to do. */
  readonly description: string;
};

export type RemedyAction =
  /** Send an approved text; those that would pass, as far as they are known here. */
  | {
      readonly kind: 'use-template';
      readonly templates: readonly { readonly name: string; readonly language: string }[];
    }
  /** Send the same then. */
  | { readonly kind: 'wait-until'; readonly at: Date }
  /** The contact has to write first; the links open a chat with this account. */
  | { readonly kind: 'wait-for-contact'; readonly links: readonly string[] }
  /** `topicId` null: agreement to the purpose as a whole. */
  | {
      readonly kind: 'ask-for-consent';
      readonly topicId: TopicId | null;
      readonly topicName: string | null;
      readonly purpose: Purpose;
      readonly links: readonly string[];
    }
  /** Plan a move of the topic's readers: on these channels the same would be allowed to whoever confirms it there. */
  | {
      readonly kind: 'move-audience';
      readonly topicId: TopicId;
      readonly topicName: string;
      readonly channels: readonly string[];
    }
  /** The same contact may be written to here. */
  | { readonly kind: 'use-identity'; readonly identityId: IdentityId; readonly channel: string }
  /** A person may write what a program may not. */
  | { readonly kind: 'hand-to-person' }
  /** Put on record how and when the contact agreed. */
  | { readonly kind: 'register-opt-in'; readonly purpose: Purpose }
  | { readonly kind: 'enable-account-setting'; readonly setting: string };

export type RemedyKind = RemedyAction['kind'];
