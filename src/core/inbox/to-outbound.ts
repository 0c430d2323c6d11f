import { type ChannelDefinition, type OutboundMessage, publicCredentials } from '../channel/index.ts';
import type { Credentials } from '../model/channel-account.ts';
import type { Part } from '../model/part.ts';
import type { SendOptions } from '../model/send-options.ts';
import type { AuthorKind, IdentityKind, Purpose } from '../model/words.ts';
import type { ChannelAccount } from '../store/rows.ts';
import type { Core } from './core.ts';
import { withPersonalLink } from './personal-link.ts';
import { withPublicMedia } from './public-media.ts';

export interface OutboundFacts {
  readonly id: string;
  readonly message: {
    readonly parts: readonly Part[];
    readonly author: AuthorKind;
    readonly purpose: Purpose;
    readonly options: SendOptions;
  };
  readonly recipient: {
    readonly externalId: string;
    /** Other names of the same identity there; absent: none is known. */
    readonly aliases?: readonly string[];
    readonly kind: IdentityKind;
    readonly deviceFeatures: readonly string[] | null;
    readonly lastInboundAt: Date | null;
  };
  /** Null: it answers nothing, or what the platform does not have (yet). */
  readonly replyToExternalId: string | null;
  readonly account: Pick<ChannelAccount, 'id' | 'workspaceId' | 'settings' | 'sealedCredentials'>;
  /** By the workspace's own clock. */
  readonly at: Date;
}

/**
 * A message as its adapter gets it: the same for the check when it is queued, for previews and for the wire.
 *
 * @throws when the store is away or the account's credentials do not open: that says nothing about the message.
 */
export async function toOutbound(
  core: Pick<Core, 'db' | 'vault' | 'lastingMediaUrl' | 'joinUrl' | 'linkKey'>,
  adapter: ChannelDefinition,
  { id, message, recipient, replyToExternalId, account, at }: OutboundFacts,
): Promise<OutboundMessage> {
  const { personalLink } = message.options;
  const parts =
    personalLink === undefined ? message.parts : withPersonalLink(core, message.parts, personalLink);
  return {
    id,
    parts: await withPublicMedia(core, adapter.capabilities, account.workspaceId, parts),
    author: message.author,
    purpose: message.purpose,
    options: message.options,
    recipient: {
      externalId: recipient.externalId,
      isGroup: recipient.kind === 'GROUP',
      ...(recipient.aliases !== undefined && { aliases: recipient.aliases }),
      ...(recipient.deviceFeatures !== null && { deviceFeatures: recipient.deviceFeatures }),
    },
    replyTo: replyToExternalId === null ? null : { externalId: replyToExternalId, quote: null },
    isWindowOpen: isWithinWindow(adapter, recipient.lastInboundAt, at),
    settings: account.settings,
    publicCredentials: await openPublicCredentials(core.vault, adapter, account),
  };
}

/** A channel without a window is always open. */
export function isWithinWindow(
  { capabilities: { messagingWindowMs } }: ChannelDefinition,
  lastInboundAt: Date | null,
  at: Date,
): boolean {
  if (messagingWindowMs === null) return true;
  return lastInboundAt !== null && at.getTime() < lastInboundAt.getTime() + messagingWindowMs;
}

/** Most channels have secrets alone: then nothing is opened. */
async function openPublicCredentials(
  vault: Core['vault'],
  { credentialFields }: ChannelDefinition,
  { id, workspaceId, sealedCredentials }: OutboundFacts['account'],
): Promise<Credentials> {
  if (credentialFields.every(({ isSecret }) => isSecret)) return {};
  const opened = await vault.open(workspaceId, `channel_accounts:${id}`, sealedCredentials);
  return publicCredentials(credentialFields, JSON.parse(opened));
}
