import { imageSize } from '../../../../shared/simulator/image-size.ts';
import { DIGITS } from '../../../../shared/simulator/random.ts';
import { SAMPLE_FILES, type SampleFile } from '../../../../shared/simulator/sample-files.ts';
import { botsIn } from '../../chats/membership.ts';
import { type MediaKind, mediaContent } from '../../files/media-content.ts';
import type { WireContent } from '../../wire.ts';
import { outcomeOf, replyEnvelope, say, sayOne } from './say.ts';
import { type ActionOutcome, isImpossible, type Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';

const SAMPLES: Readonly<Record<MediaKind, () => SampleFile>> = {
  photo: SAMPLE_FILES.photo,
  live_photo: SAMPLE_FILES.video,
  video: SAMPLE_FILES.video,
  video_note: SAMPLE_FILES.video,
  animation: SAMPLE_FILES.video,
  audio: SAMPLE_FILES.audio,
  voice: SAMPLE_FILES.voice,
  document: SAMPLE_FILES.document,
  sticker: SAMPLE_FILES.webp,
};

export function sendMedia(scene: Scene, action: ActionOf<'send'>): ActionOutcome {
  const reply = replyEnvelope(scene, action);
  if (isImpossible(reply)) return reply;
  return say(scene, contentOf(scene, action), { ...reply, ...action.extra });
}

/** Its parts arrive one by one, as separate updates that carry the same group id. */
export function sendAlbum(scene: Scene, { items }: ActionOf<'sendAlbum'>): ActionOutcome {
  const media_group_id = scene.world.random.characters(DIGITS.slice(1), 17);
  return outcomeOf(
    scene,
    items.map((item) => sayOne(scene, contentOf(scene, item), { media_group_id })),
  );
}

export function sendLocation(scene: Scene, action: ActionOf<'sendLocation'>): ActionOutcome {
  const { latitude, longitude, livePeriod: live_period } = action;
  return say(scene, { location: { latitude, longitude, live_period } });
}

export function sendVenue(scene: Scene, action: ActionOf<'sendVenue'>): ActionOutcome {
  const { latitude, longitude, title, address } = action;
  const location = { latitude, longitude };
  return say(scene, { venue: { location, title, address }, location });
}

export function sendContact(scene: Scene, action: ActionOf<'sendContact'>): ActionOutcome {
  const { phoneNumber, firstName, lastName, vcard } = action;
  return say(scene, {
    contact: { phone_number: phoneNumber, first_name: firstName, last_name: lastName, vcard },
  });
}

export function shareContact(scene: Scene): ActionOutcome {
  const { user, phoneNumber } = scene.person;
  const { id: user_id, first_name, last_name } = user;
  return say(scene, { contact: { phone_number: phoneNumber, first_name, last_name, user_id } });
}

export function sendDice(scene: Scene, { emoji }: ActionOf<'sendDice'>): ActionOutcome {
  return say(scene, { dice: { emoji, value: scene.world.random.integer(1, emoji === '🎰' ? 64 : 5) } });
}

export function sendPoll(scene: Scene, { question, options }: ActionOf<'sendPoll'>): ActionOutcome {
  const poll = {
    id: scene.world.random.characters(DIGITS.slice(1), 18),
    question,
    options: options.map((text) => ({ text, voter_count: 0 })),
    total_voter_count: 0,
    is_closed: false,
    is_anonymous: true,
    type: 'regular',
    allows_multiple_answers: false,
  } as const;
  return say(scene, { poll });
}

function contentOf({ world, chat }: Scene, action: ActionOf<'sendAlbum'>['items'][number]): WireContent {
  const sample = SAMPLES[action.media]();
  const bytes = action.bytes ?? sample.bytes;
  const size = imageSize(bytes);
  const facts = {
    kind: action.media,
    bytes,
    fileName: action.fileName ?? sample.fileName,
    mimeType: action.mimeType ?? (action.bytes === undefined ? sample.mimeType : (size?.mimeType ?? null)),
    width: size?.width ?? 0,
    height: size?.height ?? 0,
  };
  const known = new Set(botsIn(world, chat).map(({ user }) => user.id));
  const file = world.files.add(facts, known);
  const still = action.media === 'live_photo' ? stillOf() : undefined;
  const content = mediaContent(world.files, action.media, file, { duration: action.duration, photo: still });
  return action.caption === '' ? content : { ...content, caption: action.caption };

  function stillOf() {
    const photo = SAMPLE_FILES.photo();
    return world.files.add({ ...photo, kind: 'photo', width: 640, height: 480 }, known);
  }
}
