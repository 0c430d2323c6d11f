import { SAMPLE_FILES, type SampleFile } from '../../../../shared/simulator/sample-files.ts';
import { isInSession } from '../../checks/charge.ts';
import { describeUser } from '../describe-user.ts';
import { type ActionOutcome, done, type Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';

/** A person says something: that subscribes them, and opens a session when none is open. */
export function say(scene: Scene, content: object, isSilent = false): ActionOutcome {
  const { world, chat } = scene;
  chat.subscription = 'subscribed';
  chat.unansweredAtMs = [];
  if (!isInSession(world, chat)) chat.sessionOpenedAtMs = world.time.nowMs();
  const token = chat.bot.callbacks.tell({
    event: 'message',
    userId: chat.userId,
    fields: {
      sender: describeUser(world, chat, chat.bot.webhook ?? { sendName: false, sendPhoto: false }),
      message: { ...content, ...(chat.trackingData !== null && { tracking_data: chat.trackingData }) },
      silent: isSilent,
    },
  });
  return done(scene, [token]);
}

export const write = (scene: Scene, { text, extra }: ActionOf<'write'>): ActionOutcome =>
  say(scene, { type: 'text', text, ...extra });

/** The address of the file ends after about an hour. */
export function send(scene: Scene, action: ActionOf<'send'>): ActionOutcome {
  const { media: type, text, duration, extra } = action;
  const file = fileOf(action);
  const url = scene.world.media.put(file);
  const size = file.bytes.byteLength;
  const outcome = say(scene, {
    type,
    media: url,
    ...(text !== undefined && { text }),
    ...(type === 'picture' && { thumbnail: url }),
    ...(type !== 'file' && { file_name: file.fileName, size }),
    ...(type === 'file' && { file_name: file.fileName, file_size: size }),
    ...(type === 'video' && { duration: duration ?? 1 }),
    ...extra,
  });
  return outcome.kind === 'done' ? { ...outcome, facts: { url } } : outcome;
}

const SAMPLES = { picture: 'photo', video: 'video', file: 'document' } as const;

function fileOf({ media, bytes, fileName, mimeType }: ActionOf<'send'>): SampleFile {
  const sample = SAMPLE_FILES[SAMPLES[media]]();
  return {
    bytes: bytes ?? sample.bytes,
    fileName: fileName ?? sample.fileName,
    mimeType: mimeType ?? (bytes === undefined ? sample.mimeType : 'application/octet-stream'),
  };
}

export const sendSticker = (scene: Scene, { stickerId }: ActionOf<'sendSticker'>): ActionOutcome =>
  say(scene, { type: 'sticker', sticker_id: stickerId });

export const sendContact = (
  scene: Scene,
  { name, phoneNumber }: Omit<ActionOf<'sendContact'>, 'do' | 'bot'>,
): ActionOutcome => say(scene, { type: 'contact', contact: { name, phone_number: phoneNumber } });

export const sendLocation = (
  scene: Scene,
  { latitude, longitude }: Omit<ActionOf<'sendLocation'>, 'do' | 'bot'>,
): ActionOutcome => say(scene, { type: 'location', location: { lat: latitude, lon: longitude } });

export const sendUrl = (scene: Scene, { url }: ActionOf<'sendUrl'>): ActionOutcome =>
  say(scene, { type: 'url', media: url });
