import { deliver, deliverWaiting, fail, see } from '../deliver.ts';
import { describeUser } from '../describe-user.ts';
import { readWelcome } from '../welcome.ts';
import { type ActionOutcome, done, type Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';

/** Opening the chat is told, and what the webhook answers to that is shown: the only message before a subscription. */
export function open(scene: Scene, { context }: ActionOf<'open'>): ActionOutcome {
  const { world, chat } = scene;
  const token = chat.bot.callbacks.tell(
    {
      event: 'conversation_started',
      userId: chat.userId,
      fields: {
        type: 'open',
        ...(context !== undefined && { context }),
        user: userOf(scene),
        subscribed: chat.subscription === 'subscribed',
      },
    },
    (answer) => {
      const message = readWelcome(world, answer);
      if (message !== null) deliver(world, chat, { token: world.nextToken(), message, isWelcome: true });
    },
  );
  return done(scene, [token]);
}

export function subscribe(scene: Scene): ActionOutcome {
  const { chat } = scene;
  chat.subscription = 'subscribed';
  const fields = { user: userOf(scene) };
  return done(scene, [chat.bot.callbacks.tell({ event: 'subscribed', userId: chat.userId, fields })]);
}

export function unsubscribe(scene: Scene): ActionOutcome {
  const { chat } = scene;
  chat.subscription = 'unsubscribed';
  const fields = { user_id: chat.userId };
  return done(scene, [chat.bot.callbacks.tell({ event: 'unsubscribed', userId: chat.userId, fields })]);
}

/** Nobody is told: the next message to them is refused. */
export function leave(scene: Scene): ActionOutcome {
  scene.person.isGone = true;
  return done(scene, []);
}

export function hideProfile(scene: Scene): ActionOutcome {
  scene.person.hidesProfile = true;
  return done(scene, []);
}

export function goOffline(scene: Scene): ActionOutcome {
  scene.person.isOnline = false;
  return done(scene, []);
}

export function goOnline(scene: Scene): ActionOutcome {
  const { world, person } = scene;
  person.isOnline = true;
  for (const { chats } of world.bots.values()) {
    for (const chat of chats.values()) if (chat.person === person) deliverWaiting(world, chat);
  }
  return done(scene, []);
}

export function seeAll(scene: Scene): ActionOutcome {
  return done(scene, see(scene.chat));
}

export function failOne(scene: Scene, { token, reason }: ActionOf<'fail'>): ActionOutcome {
  fail(scene.chat, BigInt(token), reason);
  return done(scene, [BigInt(token)]);
}

function userOf({ world, chat }: Scene): object {
  return describeUser(world, chat, chat.bot.webhook ?? { sendName: false, sendPhoto: false });
}
