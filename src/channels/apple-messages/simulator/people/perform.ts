import { CUSTOMER_FILES } from '../files/customer-files.ts';
import type { FeatureName } from '../message/schema.ts';
import type { Person, Thread, World } from '../state.ts';
import { openThread } from '../threads.ts';
import { answerOfApp, answerTo, asContent, chosenIn } from './answers.ts';
import { post } from './post.ts';
import type { ReceivedMessage } from './received-message.ts';
import type { Action, ActionOf } from './schema.ts';

export type ActionOutcome =
  | {
      readonly kind: 'done';
      /** The person's opaque id for this business; null: it concerned none. */
      readonly customerId: string | null;
      /** Ids of the messages that the business gets. */
      readonly messageIds: readonly string[];
    }
  | { readonly kind: 'impossible'; readonly message: string };

const impossible = (message: string): ActionOutcome => ({ kind: 'impossible', message });

interface Scene {
  readonly world: World;
  readonly thread: Thread;
}

/** Lets a person do something, and says what came of it. */
export function perform(world: World, person: Person, action: Action): ActionOutcome {
  if (action.do === 'changeDevice') {
    person.features = action.features;
    return { kind: 'done', customerId: null, messageIds: [] };
  }
  const thread = openThread(world, person, action.business);
  if (thread === null)
    return impossible(`There is no business ${action.business ?? ''}.`.replace(' .', ' yet.'));
  return act({ world, thread }, action);
}

function act(scene: Scene, action: Exclude<Action, { do: 'changeDevice' }>): ActionOutcome {
  switch (action.do) {
    case 'write': {
      const { text, intent, group } = action;
      return say(scene, { type: 'text', body: text, intent, group });
    }
    case 'send':
      return sendFiles(scene, action);
    case 'tap':
      return tap(scene, action);
    case 'fill':
      return fill(scene, action);
    case 'useApp':
      return useApp(scene, action);
    case 'signIn':
      return answerNewest(scene, 'authenticate', () => ({
        authenticate: action.succeeds ? { status: 'success' } : { status: 'failed', errors: [{ code: -1 }] },
      }));
    case 'pay':
      return answerNewest(scene, 'payment', () => ({ payment: { state: 'approved' } }));
    case 'tapback':
      return tapback(scene, action);
    case 'type':
      return sent(scene, [
        post(scene.world, scene.thread, { type: action.isTyping ? 'typing_start' : 'typing_end' }),
      ]);
    case 'close':
      scene.thread.state = 'closed';
      return sent(scene, [post(scene.world, scene.thread, { type: 'close' })]);
    case 'decline': {
      const content = { type: 'close', sourceId: `tel:${action.phone}`, referenceIds: [action.referenceId] };
      return sent(scene, [post(scene.world, scene.thread, content)]);
    }
    case 'cause':
      return sent(scene, [post(scene.world, scene.thread, action.body)]);
    default:
      return action satisfies never;
  }
}

/** Something that opens the conversation (again). */
function say(scene: Scene, content: Readonly<Record<string, unknown>>, copies = 1): ActionOutcome {
  scene.thread.state = 'open';
  const ids = Array.from({ length: copies }, () => post(scene.world, scene.thread, content));
  return sent(scene, ids);
}

function sent({ thread }: Scene, ids: readonly (string | null)[]): ActionOutcome {
  const messageIds = ids.filter((id) => id !== null);
  if (messageIds.length < ids.length) {
    return impossible(`${thread.business.name} has entered no address in Apple Business Register.`);
  }
  return { kind: 'done', customerId: thread.customerId, messageIds };
}

function sendFiles(scene: Scene, { files, text }: ActionOf<'send'>): ActionOutcome {
  const attachments = files.map((name) => {
    const { bytes, fileName, mimeType } = CUSTOMER_FILES[name]();
    const { file, key } = scene.world.files.put(bytes, null);
    return {
      name: fileName,
      mimeType,
      size: file.ciphertext.byteLength,
      url: file.url,
      owner: file.owner,
      key,
      signature: file.checksum.toString('hex').toUpperCase(),
    };
  });
  const body = `${'\ufffc'.repeat(files.length)} ${text}`.trim();
  return say(scene, { type: 'text', body, attachments });
}

function tap(scene: Scene, { labels, isLarge, copies }: ActionOf<'tap'>): ActionOutcome {
  const message = shownTo(scene).findLast(({ options }) =>
    labels.every((label) => options.some((option) => option.label === label)),
  );
  if (message === undefined) return impossible(`Nothing on the device shows ${labels.join(', ')}.`);
  const chosen = message.options.filter(({ label }) => labels.includes(label));
  const answer = answerTo(message, chosenIn(message, chosen), labels.join(', '));
  return say(scene, asContent(scene.world, scene.thread, answer, isLarge), copies);
}

function fill(scene: Scene, { values, isLarge, copies }: ActionOf<'fill'>): ActionOutcome {
  const selections = Object.entries(values).map(([pageIdentifier, value]) => ({
    pageIdentifier,
    title: pageIdentifier,
    items: [{ title: value, value }],
  }));
  const data = () => ({ dynamic: { template: 'messageForms', version: '1.2', selections } });
  return answerNewest(scene, 'dynamic', data, isLarge, copies);
}

function useApp(scene: Scene, { values }: ActionOf<'useApp'>): ActionOutcome {
  const message = shownTo(scene).findLast(({ feature }) => feature === 'app');
  if (message === undefined) return impossible('No app is open on the device.');
  return say(scene, asContent(scene.world, scene.thread, answerOfApp(message, values), false));
}

function answerNewest(
  scene: Scene,
  feature: FeatureName,
  data: () => Readonly<Record<string, unknown>>,
  isLarge = false,
  copies = 1,
): ActionOutcome {
  const message = shownTo(scene).findLast((candidate) => candidate.feature === feature);
  if (message === undefined) return impossible(`Nothing on the device asks for that (${feature}).`);
  const content = asContent(scene.world, scene.thread, answerTo(message, data(), message.text), isLarge);
  return say(scene, content, copies);
}

/** The device words it, and quotes. */
function tapback(scene: Scene, { sentence }: ActionOf<'tapback'>): ActionOutcome {
  const message = messagesOf(scene).at(-1);
  if (message === undefined) return impossible('There is no message to put a tapback on.');
  return say(scene, { type: 'text', body: `${sentence} “${message.text}”` });
}

function messagesOf({ thread }: Scene): readonly ReceivedMessage[] {
  const { inbox } = thread.person;
  return inbox.events.flatMap((event) =>
    event.kind === 'message' && event.business === thread.business.name ? [event.message] : [],
  );
}

function shownTo(scene: Scene): readonly ReceivedMessage[] {
  return messagesOf(scene).filter(({ isShown }) => isShown);
}
