import { opened } from '../files/file-store.ts';
import type { CheckedMessage } from '../message/check-message.ts';
import { FEATURES, type FeatureName } from '../message/schema.ts';
import type { Person, World } from '../state.ts';

/** A message as a person sees it on their device. */
export interface ReceivedMessage {
  readonly id: string;
  readonly type: 'text' | 'richLink' | 'interactive';
  /** The words of a text, of a link's title, or of a bubble. */
  readonly text: string;
  readonly files: readonly ReceivedFile[];
  readonly link: { readonly url: string; readonly title: string; readonly imageSizeBytes: number } | null;
  /** What it asks; null: nothing. */
  readonly feature: FeatureName | 'app' | null;
  /** False: the device can not show it, and the person sees an empty bubble. */
  readonly isShown: boolean;
  readonly options: readonly ReceivedOption[];
  /** The device says that an automated agent wrote it. */
  readonly isAutomated: boolean;
  /** The whole of it, as it came. */
  readonly wire: CheckedMessage['message'];
}

export interface ReceivedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

export interface ReceivedOption {
  readonly identifier: string;
  /** What the person sees: a title, or a time. */
  readonly label: string;
}

/** What a device of these capabilities makes of a message. */
export function toReceived(
  world: World,
  { message, feature }: CheckedMessage,
  { features, deviceAgent }: Pick<Person, 'features' | 'deviceAgent'>,
  isAutomated: boolean,
): ReceivedMessage | null {
  const common = {
    id: message.id,
    files: [],
    link: null,
    feature,
    isShown: feature === 'app' ? OPENS_APPS.has(deviceAgent) : canShow(feature, features),
    options: [],
    isAutomated,
    wire: message,
  };
  switch (message.type) {
    case 'typing_start':
    case 'typing_end':
      return null;
    case 'text': {
      const files = (message.attachments ?? []).flatMap(({ name, mimeType, url, key }) => {
        const file = world.files.find(url);
        return file === null ? [] : [{ name, mimeType, bytes: opened(file, key) }];
      });
      return { ...common, type: 'text', text: message.body.replaceAll('\ufffc', '').trim(), files };
    }
    case 'richLink': {
      const { url, title, assets } = message.richLinkData;
      const imageSizeBytes = Buffer.from(assets.image.data, 'base64').byteLength;
      return { ...common, type: 'richLink', text: title, link: { url, title, imageSizeBytes } };
    }
    case 'interactive': {
      const { receivedMessage } = message.interactiveData;
      const data: Readonly<Record<string, unknown>> = message.interactiveData.data ?? {};
      const summary = FEATURES['quick-reply'].shape.safeParse(data['quick-reply']).data?.summaryText;
      const text = summary ?? receivedMessage?.title ?? '';
      return { ...common, type: 'interactive', text, options: optionsIn(data) };
    }
    default:
      return message satisfies never;
  }
}

/** Apps of others open on phones and tablets alone. */
const OPENS_APPS = new Set(['iPhone OS']);

function canShow(feature: FeatureName | null, features: readonly string[]): boolean {
  const capability = feature === null ? null : FEATURES[feature].capability;
  return capability === null || features.includes(capability);
}

function optionsIn(data: Readonly<Record<string, unknown>>): readonly ReceivedOption[] {
  const label = ({ identifier, title }: { identifier: string; title: string }) => ({
    identifier,
    label: title,
  });
  const quick = FEATURES['quick-reply'].shape.safeParse(data['quick-reply']).data?.items ?? [];
  const rows = FEATURES.listPicker.shape.safeParse(data.listPicker).data?.sections ?? [];
  const slots = FEATURES.event.shape.safeParse(data.event).data?.timeslots ?? [];
  return [
    ...quick.map(label),
    ...rows.flatMap(({ items }) => items.map(label)),
    ...slots.map(({ identifier, startTime }) => ({ identifier, label: startTime })),
  ];
}
