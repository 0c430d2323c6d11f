import type { OutboundMessage } from '../channel/index.ts';
import type { AccountSettings } from '../model/channel-account.ts';
import type { Part } from '../model/part.ts';
import type { SendOptions } from '../model/send-options.ts';
import type { AuthorKind, IdentityKind, Purpose } from '../model/words.ts';

export interface OutboundFacts {
  readonly id: string;
  readonly message: {
    readonly parts: readonly Part[];
    readonly author: AuthorKind;
    readonly purpose: Purpose;
    readonly options: SendOptions;
  };
  readonly recipient: { readonly externalId: string; readonly kind: IdentityKind };
  /** Null: it answers nothing, or what the platform does not have (yet). */
  readonly replyToExternalId: string | null;
  readonly settings: AccountSettings;
}

/** A message as its adapter gets it: the same for the check when it is queued, for previews and for the wire. */
export function toOutbound(facts: OutboundFacts): OutboundMessage {
  const { id, message, recipient, replyToExternalId, settings } = facts;
  return {
    id,
    parts: message.parts,
    author: message.author,
    purpose: message.purpose,
    options: message.options,
    recipient: { externalId: recipient.externalId, isGroup: recipient.kind === 'GROUP' },
    replyTo: replyToExternalId === null ? null : { externalId: replyToExternalId, quote: null },
    settings,
  };
}
