import { URL_SAFE } from '../../../shared/simulator/random.ts';
import { SAMPLE_FILES, type SampleFile } from '../../../shared/simulator/sample-files.ts';
import type { Person, StoredMessage, Thread, World } from '../state.ts';
import { raise } from '../webhooks/raise.ts';
import type { Action, ActionOf } from './actions.ts';
import { openThread } from './open-thread.ts';

export type ActionOutcome =
  | {
      readonly kind: 'done';
      readonly psid: string;
      /** The message that it made; null: none. */
      readonly mid: string | null;
      /** Whether the app hears of it. */
      readonly isRaised: boolean;
    }
  | { readonly kind: 'impossible'; readonly message: string };

const impossible = (message: string): ActionOutcome => ({ kind: 'impossible', message });

/** Lets a person do something, and says what came of it. */
export function perform(world: World, person: Person, action: Action): ActionOutcome {
  const pages = [...world.pages.values()];
  const page =
    action.page === undefined && pages.length === 1 ? pages[0] : world.pages.get(action.page ?? '');
  if (page === undefined) return impossible('There is no such Page, or several to choose from.');
  const thread = openThread(world, page, person);
  switch (action.do) {
    case 'write':
      return say(world, thread, {
        text: action.text,
        ...(action.replyTo !== undefined && { reply_to: { mid: action.replyTo } }),
      });
    case 'send':
      return say(world, thread, {
        ...(action.text !== undefined && { text: action.text }),
        attachments: [attachmentOf(world, action)],
      });
    case 'tap':
      return tap(world, thread, action);
    case 'getStarted':
      return raised(world, thread, 'postback', {
        mid: newMid(world),
        title: 'Get Started',
        payload: payloadOfStart(thread),
        ...(action.ref !== undefined && {
          referral: { ref: action.ref, source: 'SHORTLINK', type: 'OPEN_THREAD' },
        }),
      });
    case 'followLink':
      if (thread.lastActionAtMs === null) return impossible('A first visit taps Get Started.');
      return raised(world, thread, 'referral', { ref: action.ref, source: 'SHORTLINK', type: 'OPEN_THREAD' });
    case 'edit':
      return edit(world, thread, action);
    case 'react':
      return react(world, thread, action);
    case 'read': {
      const isRaised = raise(world, thread, 'read', { watermark: world.time.nowMs() });
      return { kind: 'done', psid: thread.psid, mid: null, isRaised };
    }
    case 'block':
    case 'unblock':
      thread.isBlocked = action.do === 'block';
      return { kind: 'done', psid: thread.psid, mid: null, isRaised: false };
    case 'cause': {
      const isRaised = raise(world, thread, action.kind, Object(action.payload));
      return { kind: 'done', psid: thread.psid, mid: null, isRaised };
    }
    default:
      return action satisfies never;
  }
}

/** What opens no window: Meta counts neither edits nor a reaction that is taken back. */
function changed(
  world: World,
  thread: Thread,
  kind: string,
  content: object,
  mid: string | null = null,
): ActionOutcome {
  return { kind: 'done', psid: thread.psid, mid, isRaised: raise(world, thread, kind, content) };
}

/** A person's doing lets the Page answer; whoever writes to a Page no longer blocks it. */
function raised(
  world: World,
  thread: Thread,
  kind: string,
  content: object,
  mid: string | null = null,
): ActionOutcome {
  thread.lastActionAtMs = world.time.nowMs();
  thread.isBlocked = false;
  return { kind: 'done', psid: thread.psid, mid, isRaised: raise(world, thread, kind, content) };
}

function say(world: World, thread: Thread, content: Readonly<Record<string, unknown>>): ActionOutcome {
  const message: StoredMessage = {
    mid: newMid(world),
    isFromPage: false,
    sentAtMs: world.time.nowMs(),
    content,
  };
  thread.messages.push(message);
  return raised(world, thread, 'message', { mid: message.mid, ...content }, message.mid);
}

function tap(world: World, thread: Thread, { label }: ActionOf<'tap'>): ActionOutcome {
  const shown = thread.person.inbox.events.flatMap((event) =>
    event.kind === 'message' && event.page === thread.page.id ? event.message.buttons : [],
  );
  const button = shown.findLast(({ title }) => title === label);
  if (button === undefined) return impossible(`No message has a button "${label}".`);
  const { title, kind, value } = button;
  if (kind === 'quick-reply') return say(world, thread, { text: title, quick_reply: { payload: value } });
  if (kind === 'share') {
    return say(world, thread, { text: '+4915112345678', quick_reply: { payload: '+4915112345678' } });
  }
  if (kind === 'link') return { kind: 'done', psid: thread.psid, mid: null, isRaised: false };
  return raised(world, thread, 'postback', { mid: newMid(world), title, payload: value });
}

function edit(world: World, thread: Thread, { mid, text }: ActionOf<'edit'>): ActionOutcome {
  const index = thread.messages.findIndex((message) => message.mid === mid && !message.isFromPage);
  const message = thread.messages[index];
  if (message === undefined) return impossible('There is no such message of this person.');
  const count = Number(message.content.edits ?? 0) + 1;
  if (count > 5) return impossible('A message can be edited five times.');
  thread.messages[index] = { ...message, content: { ...message.content, text, edits: count } };
  return changed(world, thread, 'message_edit', { mid, text, num_edit: count }, mid);
}

function react(world: World, thread: Thread, { mid, emoji }: ActionOf<'react'>): ActionOutcome {
  if (!thread.messages.some((message) => message.mid === mid)) return impossible('There is no such message.');
  if (emoji === null) return changed(world, thread, 'reaction', { mid, action: 'unreact' });
  return raised(world, thread, 'reaction', { mid, action: 'react', emoji, reaction: 'other' });
}

function payloadOfStart({ page }: Thread): string {
  return String(Object(page.profile.get_started).payload ?? 'GET_STARTED');
}

function newMid({ random }: World): string {
  return `m_${random.characters(URL_SAFE, 60)}`;
}

const SAMPLES: Readonly<Record<ActionOf<'send'>['media'], () => SampleFile>> = {
  image: SAMPLE_FILES.photo,
  audio: SAMPLE_FILES.audio,
  video: SAMPLE_FILES.video,
  file: SAMPLE_FILES.document,
  sticker: SAMPLE_FILES.webp,
};
const THUMB = 369239263222822;

function attachmentOf(world: World, action: ActionOf<'send'>): object {
  const sample = SAMPLES[action.media]();
  const { bytes = sample.bytes, fileName = sample.fileName, mimeType = sample.mimeType } = action;
  const secret = world.random.characters(URL_SAFE, 24);
  const expiresAtMs = world.time.nowMs() + world.settings.fileLifetimeMs;
  world.files.set(secret, { bytes, mimeType, expiresAtMs });
  const url = `${world.baseUrl}/files/${secret}/${encodeURIComponent(fileName)}`;
  return { type: action.media, payload: { url, ...(action.media === 'sticker' && { sticker_id: THUMB }) } };
}
