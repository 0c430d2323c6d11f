import type { Core } from '../inbox/core.ts';
import type { WorkspaceEvent } from '../model/event.ts';
import { addProfileTask } from '../store/profile-tasks.ts';

/**
 * Somebody whom we had not known: what the platform tells about them is asked for later, where it tells anything.
 * Reading an event twice asks once.
 */
export async function noteNewContact(
  core: Pick<Core, 'db' | 'channels'>,
  event: Pick<WorkspaceEvent, 'type' | 'workspaceId' | 'subject'>,
): Promise<void> {
  const { identityId } = event.subject;
  if (event.type !== 'CONTACT_CREATED' || identityId === undefined) return;
  const telling = core.channels.all.filter(({ fetchProfile }) => fetchProfile !== undefined);
  if (telling.length === 0) return;
  await addProfileTask(
    core.db,
    event.workspaceId,
    identityId,
    telling.map(({ name }) => name),
  );
}
