import type { AccountContext, Presence, PresencePort } from '../../core/channel/index.ts';
import { callRepeatably } from './call-api.ts';
import { OnlineReply } from './payload.ts';
import { malformed } from './profile.ts';

/** "Get online": the other numbers say that it is undisclosed, not known now, or not available. */
const ONLINE = 0;
const OFFLINE = 1;

async function fetchPresence(
  externalIds: readonly string[],
  context: AccountContext,
): Promise<ReadonlyMap<string, Presence>> {
  const reply = OnlineReply.safeParse(await callRepeatably('get_online', { ids: externalIds }, context));
  if (!reply.success) throw malformed('get_online');
  const told = reply.data.users.filter(({ online_status }) => [ONLINE, OFFLINE].includes(online_status));
  return new Map(
    told.map(({ id, online_status, last_online: lastOnlineAt = null }) => [
      id,
      { isOnline: online_status === ONLINE, lastOnlineAt },
    ]),
  );
}

export const presence: PresencePort = {
  maxContacts: 100, // REST API, "Get online"
  fetch: fetchPresence,
};
