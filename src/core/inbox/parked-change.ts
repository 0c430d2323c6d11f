import { storableJson, storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { type ParkedChange, parkChange, takeParkedChanges } from '../store/intake-changes.ts';
import { lockMessageByExternalId } from '../store/message-lookup.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';
import { changeMessage, type MessageChangeEvent } from './receive-message-change.ts';
import { reactionActor } from './receive-reaction.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/** Keeps a change that overtook its message, or concerns one from before our time. Readers hear of it when it is applied. */
export async function park(
  queries: Queries,
  account: ReceivingAccount,
  event: MessageChangeEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  await parkChange(queries, {
    workspaceId: account.workspaceId,
    channelAccountId: account.id,
    targetExternalId: storableText(event.targetExternalId),
    kind: event.kind,
    actor: event.kind === 'reaction' ? reactionActor(event) : '',
    event: storableJson({ ...event }),
    happenedAt: timeOf(event) ?? receivedAt,
    receivedAt,
  });
  return [];
}

/** Applies what waited for a message, which is stored by now; where it is not, everything goes on waiting. */
export async function applyParkedChanges(
  core: Pick<Core, 'db' | 'wake'>,
  account: ReceivingAccount,
  targetExternalId: string,
): Promise<void> {
  const target = storableText(targetExternalId);
  await commit(core, account.workspaceId, async (queries) => {
    const events: EventDraft[] = [];
    if ((await lockMessageByExternalId(queries, account.id, target)) === null)
      return { result: null, events };
    for (const parked of await takeParkedChanges(queries, account.id, target)) {
      events.push(...((await changeMessage(queries, account, eventOf(parked), parked.receivedAt)) ?? []));
    }
    return { result: null, events };
  });
}

function timeOf(event: MessageChangeEvent): Date | null {
  switch (event.kind) {
    case 'message-edited':
      return event.editedAt;
    case 'message-deleted':
      return event.deletedAt;
    case 'reaction':
      return event.reactedAt;
    default:
      return event satisfies never;
  }
}

/** The row's own time stands for the event's, which became text. */
function eventOf({ event, kind, happenedAt }: ParkedChange): MessageChangeEvent {
  const stored = event as unknown as MessageChangeEvent;
  const time = { 'message-edited': 'editedAt', 'message-deleted': 'deletedAt', reaction: 'reactedAt' }[kind];
  return { ...stored, [time]: happenedAt };
}
