import type { Declaration } from './declaration.ts';
import type { MigrationLinkId } from './ids.ts';

/** How the author wants a message to be put on its channel. */
export interface SendOptions {
  /** A text over the channel's limit: several messages, or a refusal. */
  readonly overlongText: 'SPLIT' | 'REFUSE';
  /** A part that the channel lacks: the nearest it can show, or a refusal. */
  readonly onUnsupported: 'DEGRADE' | 'REFUSE';
  /** True: no sound on the contact's device, where the platform can. */
  readonly isSilent: boolean;
  /** As whom the platform shows the sender, by the platform's own id; absent: as the account says. */
  readonly persona?: string;
  /** Whose address stands veiled in the parts, and is put in just before the wire; absent: no address does. */
  readonly personalLink?: MigrationLinkId;
  /** For policy alone; never sent. Absent: nothing is declared. */
  readonly declaration?: Declaration;
}
