import type { OutboundMessage } from '../../core/channel/index.ts';
import type { Credentials } from '../../core/model/channel-account.ts';
import { truncate } from '../../core/model/describe-parts.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { MAX_SENDER_NAME_LENGTH } from './capabilities.ts';
import { type Keyboard, minApiVersion, type WireContent } from './wire.ts';

/** What a request says beside the message itself. */
export interface Envelope {
  /** `receiver`, `broadcast_list`, or neither in the answer to a callback. */
  readonly address: Readonly<Record<string, unknown>>;
  readonly sender: Sender;
  /** Comes back with the contact's next message. */
  readonly trackingData: string;
}

export interface Sender {
  readonly name: string;
  readonly avatar?: string;
}

/** Null when the account has no name to send under, which Viber wants on every message. */
export function senderOf({ publicCredentials }: Pick<OutboundMessage, 'publicCredentials'>): Sender | null {
  const { displayName = '', avatarUrl = '' }: Credentials = publicCredentials ?? {};
  if (displayName.trim() === '') return null;
  return omitUndefined({
    name: truncate(displayName.trim(), MAX_SENDER_NAME_LENGTH),
    avatar: avatarUrl === '' ? undefined : avatarUrl,
  });
}

/** The exact JSON of one request. */
export function toBody(
  { address, sender, trackingData }: Envelope,
  content: WireContent,
  keyboard: Keyboard | null,
): Readonly<Record<string, unknown>> {
  return {
    ...address,
    min_api_version: minApiVersion(content, keyboard),
    sender,
    tracking_data: trackingData,
    ...content,
    ...(keyboard !== null && { keyboard }),
  };
}
