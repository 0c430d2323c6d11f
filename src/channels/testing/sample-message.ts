import type { OutboundMessage, Rendering } from '../../core/channel/index.ts';
import { publicCredentials } from '../../core/channel/index.ts';
import type { Part } from '../../core/model/part.ts';
import type { SendOptions } from '../../core/model/send-options.ts';
import { must, type Subject, settingsOf } from './check.ts';

/** As the author wrote it or not at all. */
export const STRICT: SendOptions = { overlongText: 'REFUSE', onUnsupported: 'REFUSE', isSilent: false };
/** As well as the channel can. */
export const LENIENT: SendOptions = { overlongText: 'SPLIT', onUnsupported: 'DEGRADE', isSilent: false };

/** A colleague's answer to the fixtures' recipient. */
export function messageOf(
  subject: Subject,
  parts: readonly Part[],
  options: SendOptions = LENIENT,
): OutboundMessage {
  const { definition, fixtures } = subject;
  return {
    id: '0198f000-0000-7000-8000-000000000001',
    parts,
    recipient: { externalId: fixtures.recipient, isGroup: false },
    author: 'MEMBER',
    purpose: 'SERVICE',
    replyTo: null,
    options,
    settings: settingsOf(subject),
    publicCredentials: publicCredentials(definition.credentialFields, fixtures.credentials),
  };
}

export type Rendered = Extract<Rendering, { readonly kind: 'rendered' }>;

/** @throws {ConformanceFailure} when the adapter throws: rendering is total. */
export function renderOf(
  subject: Subject,
  name: string,
  parts: readonly Part[],
  options: SendOptions = LENIENT,
): Rendering {
  try {
    return subject.definition.render(messageOf(subject, parts, options));
  } catch (error) {
    must(false, `render is total, but it threw for a message of "${name}": ${String(error)}`);
  }
}

/** True when the channel shows the parts exactly as they are written. */
export function isShownWhole(rendering: Rendering): boolean {
  return rendering.kind === 'rendered' && rendering.losses.length === 0;
}
