import type { ChannelDefinition } from '../channel/index.ts';
import type { Part } from '../model/part.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import { readPolicyFacts } from '../store/policy-facts.ts';
import type { Message } from '../store/rows.ts';
import type { Core } from './core.ts';
import type { MessageRefused } from './send-message.ts';
import { factsAsk, weighSending } from './weigh-sending.ts';
import type { Weighed } from './weighed.ts';

/**
 * Asks policy about an edit or a reaction: platforms take them for messages where their windows, opt-outs and
 * forbidden goods are concerned. Null: nothing stands against it.
 *
 * @param parts  What an edit says from now on; null: it is a reaction, which answers.
 */
export async function weighChange(
  core: Pick<Core, 'db' | 'channels' | 'clock'>,
  viewer: WorkspaceViewer,
  adapter: ChannelDefinition,
  message: Message,
  parts: readonly Part[] | null,
): Promise<MessageRefused | null> {
  const author = viewer.kind === 'member' ? 'MEMBER' : 'BOT';
  const change: Weighed =
    parts === null
      ? { author, purpose: 'SERVICE', parts: REACTION, isChange: true }
      : {
          author,
          purpose: message.purpose ?? 'SERVICE',
          parts,
          ...(message.options !== null && { options: message.options }),
          isChange: true,
        };
  const at = core.clock.now();
  const ask = factsAsk(viewer.workspaceId, message.identityId, change, message.id);
  const [rows = []] = await readPolicyFacts(core.db, [ask], at, true);
  const decision = weighSending(adapter, { channels: core.channels, rows, message: change, at });
  return decision.verdict === 'REFUSE' ? { kind: 'refused', decision } : null;
}

const REACTION: readonly Part[] = [{ type: 'text', text: '' }];
