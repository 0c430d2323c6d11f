import { pack } from '../files/packed-answer.ts';
import type { Thread, World } from '../state.ts';
import type { ReceivedMessage, ReceivedOption } from './received-message.ts';

const BUNDLE =
  'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.icloud.apps.messages.business.extension';

/** The answer that a device gives to a message that asked something: its own data beside the frame. */
export function answerTo(
  message: ReceivedMessage,
  data: Readonly<Record<string, unknown>>,
  title: string,
): Readonly<Record<string, unknown>> {
  return {
    bid: BUNDLE,
    sessionIdentifier: `session-${message.id}`,
    data: {
      version: '1.0',
      requestIdentifier: requestOf(message),
      ...data,
      replyMessage: { title, style: 'icon' },
    },
  };
}

/** What an app of the business's own says: the query that it makes, in the session of the message that opened it. */
export function answerOfApp(
  { wire }: ReceivedMessage,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const { bid, appId, appName, sessionIdentifier } = wire.type === 'interactive' ? wire.interactiveData : {};
  return { bid, appId, appName, sessionIdentifier, URL: `?${new URLSearchParams(values)}` };
}

/** What was chosen, in the words of the feature that asked. */
export function chosenIn(
  message: ReceivedMessage,
  chosen: readonly ReceivedOption[],
): Readonly<Record<string, unknown>> {
  const items = chosen.map(({ identifier, label }, order) => ({
    identifier,
    title: label,
    order,
    style: 'icon',
  }));
  switch (message.feature) {
    case 'quick-reply': {
      const selectedIndex = message.options.findIndex(
        ({ identifier }) => identifier === chosen[0]?.identifier,
      );
      const all = message.options.map(({ identifier, label }) => ({ identifier, title: label }));
      return { 'quick-reply': { selectedIndex, selectedIdentifier: chosen[0]?.identifier, items: all } };
    }
    case 'listPicker':
      return {
        listPicker: { sections: [{ title: message.text, order: 0, multipleSelection: false, items }] },
      };
    case 'event':
      return {
        event: {
          title: message.text,
          timeslots: chosen.map(({ identifier, label }) => ({
            identifier,
            startTime: label,
            duration: 1800,
          })),
        },
      };
    default:
      return {};
  }
}

/** The answer itself, or the reference that devices send in place of a large one. */
export function asContent(
  world: World,
  { business }: Thread,
  answer: Readonly<Record<string, unknown>>,
  isLarge: boolean,
): Readonly<Record<string, unknown>> {
  if (!isLarge) return { type: 'interactive', interactiveData: answer };
  const { file, key } = world.files.put(pack({ interactiveData: answer }), world.settings.answerLifetimeMs);
  return {
    type: 'interactive',
    interactiveDataRef: {
      bid: BUNDLE,
      title: `For ${business.name}`,
      url: file.url,
      owner: file.owner,
      size: String(file.ciphertext.byteLength),
      key,
      signature: file.checksum.toString('hex'),
      'signature-base64': file.checksum.toString('base64'),
    },
  };
}

function requestOf({ wire }: ReceivedMessage): string {
  return wire.type === 'interactive' ? (wire.interactiveData.data?.requestIdentifier ?? '') : '';
}
