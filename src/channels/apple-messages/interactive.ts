import { APPLE_EXTENSION } from './apple-extension.ts';
import type { Draft } from './draft.ts';

/** The bubble that opens what is in the message, and the one that the answer leaves. */
export interface Bubble {
  readonly title: string;
  readonly subtitle?: string;
}

/**
 * A message that something can be done with.
 *
 * @param data    What it is, by Apple's key; may hold the id that the answer brings back.
 * @param bubble  Null: this kind shows itself (quick replies).
 */
export function interactive(
  data: (requestId: string) => Readonly<Record<string, unknown>>,
  bubble: Bubble | null,
): Draft['content'] {
  return (requestId) => ({
    type: 'interactive',
    interactiveData: {
      bid: APPLE_EXTENSION,
      data: { version: '1.0', mspVersion: '1.0', requestIdentifier: requestId, ...data(requestId) },
      ...(bubble !== null && {
        receivedMessage: { ...bubble, style: 'icon' },
        replyMessage: { title: bubble.title, style: 'icon' },
      }),
      useLiveLayout: true,
    },
  });
}
