import type { Person, World } from '../../state.ts';
import { fillIn, react, read, tap } from './answering.ts';
import {
  call,
  changeNumber,
  deleteOwn,
  edit,
  getEnough,
  openChat,
  setMarketing,
  setOffline,
} from './changing.ts';
import { type ActionOutcome, findScene, isImpossible, type Scene } from './scene.ts';
import type { Action, ActionOf } from './schema.ts';
import { cause, order, sendContact, sendLocation, sendMedia, write } from './sending.ts';

/** What people do with a business; the rest they do with their phone. */
type Social = Exclude<Action['do'], 'changeNumber' | 'getEnough' | 'goOffline' | 'goOnline'>;

const ACTIONS: { readonly [Name in Social]: (scene: Scene, action: ActionOf<Name>) => ActionOutcome } = {
  write,
  send: sendMedia,
  sendLocation,
  sendContact,
  tap,
  fillIn,
  react,
  read,
  order,
  edit,
  delete: deleteOwn,
  call,
  openChat,
  setMarketing,
  cause,
};

/** Lets a person do something, and says what came of it. */
export function perform(world: World, person: Person, action: Action): ActionOutcome {
  if (action.do === 'changeNumber') return changeNumber(world, person, action.phone);
  if (action.do === 'getEnough') return getEnough(world, person);
  if (action.do === 'goOffline') return setOffline(person, true);
  if (action.do === 'goOnline') return setOffline(person, false);
  const scene = findScene(world, person, action);
  if (isImpossible(scene)) return scene;
  // The table pairs every name with a function for just that action, which the types can not follow.
  const act = ACTIONS[action.do] as (scene: Scene, action: Action) => ActionOutcome;
  return act(scene, action);
}
