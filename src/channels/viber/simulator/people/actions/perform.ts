import type { Person, World } from '../../state.ts';
import { writeJson } from '../../write-json.ts';
import {
  failOne,
  goOffline,
  goOnline,
  hideProfile,
  leave,
  open,
  seeAll,
  subscribe,
  unsubscribe,
} from './coming-and-going.ts';
import { send, sendContact, sendLocation, sendSticker, sendUrl, write } from './say.ts';
import { type ActionOutcome, done, findScene, isImpossible, type Scene } from './scene.ts';
import type { Action, ActionOf } from './schema.ts';
import { tap } from './tap.ts';

const ACTIONS: { readonly [Name in Action['do']]: (scene: Scene, action: ActionOf<Name>) => ActionOutcome } =
  {
    open,
    subscribe,
    write,
    send,
    sendSticker,
    sendContact,
    sendLocation,
    sendUrl,
    tap,
    see: seeAll,
    fail: failOne,
    unsubscribe,
    hideProfile,
    goOffline,
    goOnline,
    leave,
    cause,
  };

/** Lets a person do something, and says what came of it. */
export function perform(world: World, person: Person, action: Action): ActionOutcome {
  const scene = findScene(world, person, action);
  if (isImpossible(scene)) return scene;
  // The table pairs every name with a function for just that action, which the types can not follow.
  const act = ACTIONS[action.do] as (scene: Scene, action: Action) => ActionOutcome;
  return act(scene, action);
}

function cause(scene: Scene, { payload }: ActionOf<'cause'>): ActionOutcome {
  const { world, chat } = scene;
  const token = world.nextToken();
  const body = { timestamp: world.time.nowMs(), message_token: token, ...payload };
  chat.bot.callbacks.tellRaw(String(payload.event ?? 'unknown').toLowerCase(), chat.userId, writeJson(body));
  return done(scene, [token]);
}
