import { followMessage } from '../consent/follow-message.ts';
import { followOptOut } from '../consent/follow-opt-out.ts';
import { followReferral } from '../consent/follow-referral.ts';
import type { Core } from '../inbox/core.ts';
import { MAX_TRIES, storingFailure } from '../inbox/storing-failure.ts';
import { followAnswer } from '../migration/follow-answer.ts';
import { followMigration } from '../migration/follow-migration.ts';
import type { WorkspaceEvent } from '../model/event.ts';
import { noteNewContact } from '../profiles/note-new-contact.ts';
import { answerCommand } from './answer-command.ts';

type Follow = (core: Core, event: WorkspaceEvent) => Promise<unknown>;

/** What one event of the log sets off, each harmless when it is repeated. */
const FOLLOWERS: readonly { readonly name: string; readonly follow: Follow }[] = [
  { name: 'consent', follow: followWords },
  {
    name: 'command',
    follow: async (core, { workspaceId, type, subject: { messageId } }) =>
      type === 'MESSAGE_RECEIVED' && messageId !== undefined && answerCommand(core, workspaceId, messageId),
  },
  {
    name: 'referral',
    follow: async (core, { workspaceId, type, subject: { identityId } }) =>
      type === 'REFERRAL_RECEIVED' &&
      identityId !== undefined &&
      followReferral(core, workspaceId, identityId),
  },
  { name: 'opt-out', follow: followOptOut },
  { name: 'migration', follow: followMigration },
  { name: 'profile', follow: noteNewContact },
];

/** The answer to an invitation is no word about a subscription besides. */
async function followWords(
  core: Core,
  { workspaceId, type, subject: { messageId } }: WorkspaceEvent,
): Promise<void> {
  if (type !== 'MESSAGE_RECEIVED' || messageId === undefined) return;
  if (!(await followAnswer(core, workspaceId, messageId))) await followMessage(core, workspaceId, messageId);
}

/**
 * Does what an event asks for. What would fail again however often it is tried is logged and passed over: it must
 * not keep a workspace's stop words, commands and arrivals waiting behind it.
 *
 * @throws what may be otherwise the next time: the database was away, somebody else was faster.
 */
export async function followEvent(core: Core, event: WorkspaceEvent): Promise<void> {
  for (const { name, follow } of FOLLOWERS) {
    try {
      await followInSpiteOfRaces(core, event, follow);
    } catch (error) {
      if (storingFailure(error) !== 'poison') throw error;
      const { workspaceId, number } = event;
      core.log.error({ error, workspaceId, number, follower: name }, 'an event could not be followed');
    }
  }
}

/** Two who lock the same rows in another order are told apart by the database: one of them begins anew. */
async function followInSpiteOfRaces(core: Core, event: WorkspaceEvent, follow: Follow): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await follow(core, event);
      return;
    } catch (error) {
      if (storingFailure(error) !== 'race' || tries === MAX_TRIES) throw error;
    }
  }
}
