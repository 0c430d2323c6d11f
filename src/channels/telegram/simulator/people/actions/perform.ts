import { sampleJpeg } from '../../../../shared/simulator/sample-jpeg.ts';
import type { Person, World } from '../../state.ts';
import { connectBusiness } from '../business-connections.ts';
import { fillIn, react, tap, vote } from './answering.ts';
import {
  askToJoin,
  block,
  deleteGroup,
  join,
  leave,
  migrate,
  rename,
  setBotStatus,
  unblock,
} from './belonging.ts';
import { SAMPLE_UPDATES } from './sample-updates.ts';
import { say } from './say.ts';
import { type ActionOutcome, findScene, impossible, isImpossible, type Scene } from './scene.ts';
import type { Action, ActionOf } from './schema.ts';
import {
  sendAlbum,
  sendContact,
  sendDice,
  sendLocation,
  sendMedia,
  sendPoll,
  sendVenue,
  shareContact,
} from './sending.ts';
import { deleteOwn, edit, forward, moveLocation, start, write } from './writing.ts';

const ACTIONS: { readonly [Name in Action['do']]: (scene: Scene, action: ActionOf<Name>) => ActionOutcome } =
  {
    start,
    write,
    send: sendMedia,
    sendAlbum,
    sendLocation,
    moveLocation,
    sendVenue,
    sendContact,
    shareContact,
    sendDice,
    sendPoll,
    forward,
    edit,
    delete: deleteOwn,
    react,
    tap,
    vote,
    block,
    unblock,
    deleteAccount,
    refuseVoice,
    setPicture,
    fillIn,
    allowWriting: (scene) => say(scene, { write_access_allowed: { from_request: true } }),
    join,
    leave,
    askToJoin,
    setBotStatus,
    rename,
    migrate,
    deleteGroup,
    openTopic,
    closeTopic,
    connectBusiness: connect,
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

function deleteAccount(scene: Scene): ActionOutcome {
  scene.person.isDeactivated = true;
  return nothingSaid(scene);
}

function refuseVoice(scene: Scene): ActionOutcome {
  scene.person.acceptsVoice = false;
  return nothingSaid(scene);
}

function setPicture(scene: Scene, { isShown }: ActionOf<'setPicture'>): ActionOutcome {
  const { world, person } = scene;
  person.picture = isShown
    ? [160, 640].map((side) =>
        world.files.add(
          {
            kind: 'photo',
            bytes: sampleJpeg(side, side),
            fileName: null,
            mimeType: 'image/jpeg',
            width: side,
            height: side,
          },
          [],
        ),
      )
    : null;
  return nothingSaid(scene);
}

function openTopic(scene: Scene, { name }: ActionOf<'openTopic'>): ActionOutcome {
  const { chat } = scene;
  if (!chat.isForum) return impossible('Only a forum has topics.');
  const said = say(scene, {}, { forum_topic_created: { name, icon_color: 7322096 } });
  if (said.kind === 'impossible') return said;
  const [topic = 0] = said.messageIds;
  chat.topics.set(topic, { name, isClosed: false });
  return { ...said, facts: { topic } };
}

function closeTopic(scene: Scene, { topic }: ActionOf<'closeTopic'>): ActionOutcome {
  const found = scene.chat.topics.get(topic);
  if (found === undefined) return impossible(`There is no topic ${topic}.`);
  found.isClosed = true;
  return nothingSaid(scene);
}

function connect(scene: Scene, wanted: ActionOf<'connectBusiness'>): ActionOutcome {
  const { connection, updateIds } = connectBusiness(scene.world, scene.bot, scene.person, wanted);
  const facts = { connectionId: connection.id };
  return { kind: 'done', chatId: scene.chat.id, messageIds: [], updateIds, facts };
}

function cause(scene: Scene, { kind, payload }: ActionOf<'cause'>): ActionOutcome {
  const content = payload ?? SAMPLE_UPDATES[kind]?.(scene);
  if (content === undefined) return impossible(`Give the payload of "${kind}": there is no sample for it.`);
  const updateId = scene.bot.updates.push(kind, content, scene.chat.key);
  return updateId === null
    ? impossible(`@${scene.bot.user.username} has not asked for updates of the kind "${kind}".`)
    : { kind: 'done', chatId: scene.chat.id, messageIds: [], updateIds: [updateId] };
}

function nothingSaid({ chat }: Scene): ActionOutcome {
  return { kind: 'done', chatId: chat.id, messageIds: [], updateIds: [] };
}
