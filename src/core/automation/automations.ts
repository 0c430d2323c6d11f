import { followMessage } from '../consent/follow-message.ts';
import { followOptOut } from '../consent/follow-opt-out.ts';
import { followReferral } from '../consent/follow-referral.ts';
import { createNap } from '../events/nap.ts';
import type { Core } from '../inbox/core.ts';
import { followAnswer } from '../migration/follow-answer.ts';
import { followMigration } from '../migration/follow-migration.ts';
import type { WorkspaceId } from '../model/ids.ts';
import { noteNewContact } from '../profiles/note-new-contact.ts';
import { findReaderPosition, listWorkspaceIds, moveReader } from '../store/event-readers.ts';
import { readEventBounds, readEvents } from '../store/event-reads.ts';
import { answerCommand } from './answer-command.ts';

const READER = 'commands';
const PAGE = 200;
const SWEEP_MS = 5_000;

/**
 * Reads every workspace's log behind a position of its own and answers what a gateway answers by itself. The
 * position moves after the work, so a crash repeats some of it; idempotency keys make the repetition harmless.
 */
export function createAutomations(core: Core): { start(): void; stop(): Promise<void> } {
  const stopping = new AbortController();
  const due = new Set<WorkspaceId>();
  const nap = createNap();
  let loop: Promise<void> | null = null;
  let stopListening = () => {};

  const run = async () => {
    let sweptAt = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      try {
        // Wake-ups may be lost: now and then everybody is looked at.
        if (performance.now() - sweptAt > SWEEP_MS) {
          for (const id of await listWorkspaceIds(core.db)) due.add(id);
          sweptAt = performance.now();
        }
        const [next] = due;
        if (next !== undefined) {
          due.delete(next);
          await catchUp(core, next, stopping.signal);
          continue;
        }
      } catch (error) {
        core.log.warn({ error }, 'automations could not read the log; trying again');
      }
      await nap.take(SWEEP_MS / 5);
    }
  };

  return {
    start() {
      stopListening = core.wake.onNews(({ workspaceId }) => {
        due.add(workspaceId);
        nap.wake();
      });
      loop = run();
    },
    async stop() {
      stopListening();
      stopping.abort();
      nap.wake();
      await loop;
    },
  };
}

async function catchUp(core: Core, workspaceId: WorkspaceId, stop: AbortSignal): Promise<void> {
  const { oldest } = await readEventBounds(core.db, workspaceId);
  let position = Math.max(await findReaderPosition(core.db, workspaceId, READER), oldest - 1);
  while (!stop.aborted) {
    const events = await readEvents(core.db, workspaceId, position, PAGE);
    if (events.length === 0) return;
    for (const event of events) {
      if (event.type === 'MESSAGE_RECEIVED' && event.subject.messageId !== undefined) {
        const isAnswer = await followAnswer(core, workspaceId, event.subject.messageId);
        if (!isAnswer) await followMessage(core, workspaceId, event.subject.messageId);
        await answerCommand(core, workspaceId, event.subject.messageId);
      }
      if (event.type === 'REFERRAL_RECEIVED' && event.subject.identityId !== undefined) {
        await followReferral(core, workspaceId, event.subject.identityId);
      }
      await followOptOut(core, event);
      await followMigration(core, event);
      await noteNewContact(core, event);
    }
    position = events.at(-1)?.number ?? position;
    await moveReader(core.db, workspaceId, READER, position);
  }
}
