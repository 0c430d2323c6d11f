import type { InboundEvent, MessageEvent } from '../../core/channel/index.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { type Keyword, readKeyword } from './keywords.ts';
import { readContent } from './parse-attachments.ts';
import type { Envelope } from './payload.ts';
import { referralOf } from './referral.ts';
import { senderOf } from './sender.ts';
import { readTapback, type Tapback } from './tapback.ts';

/** What a customer wrote. A tapback comes as a text too; where what it quotes is not found, it is shown as its emoji. */
export function readText(message: Envelope): Reading {
  const { parts, isWhole } = readContent(message);
  if (parts.length === 0) return notUnderstood('text:empty');
  const words = parts.length === 1 && parts[0]?.type === 'text' ? parts[0].text : null;
  const tapback = words === null ? null : readTapback(words);
  const keyword = words === null ? null : readKeyword(words);
  const sender = senderOf(message);
  const event: MessageEvent = {
    kind: 'message',
    externalId: message.id,
    sender,
    parts: tapback === null ? parts : shownParts(tapback),
    sentAt: null,
    ...(tapback !== null && reactionIn(tapback)),
    ...referralOf(message),
    ...(keyword !== null && COMMANDS[keyword]),
  };
  const consent = keyword === null ? [] : consentIn(keyword, sender);
  return understood([event, ...consent], isWhole ? [] : [label('text', 'attachment')]);
}

function reactionIn({ emoji, isRemoval, quote, thing }: Tapback): Pick<MessageEvent, 'quote' | 'reaction'> {
  return { quote: quote ?? thing ?? '', reaction: { emoji, isRemoval, quote } };
}

function shownParts({ emoji, isRemoval }: Tapback): MessageEvent['parts'] {
  return isRemoval
    ? [{ type: 'unsupported', label: `${emoji} was taken back` }]
    : [{ type: 'text', text: emoji }];
}

/** What the gateway may answer by itself. */
const COMMANDS: Readonly<Record<Keyword, Pick<MessageEvent, 'command'>>> = {
  stop: { command: { name: 'stop', argument: null } },
  help: { command: { name: 'help', argument: null } },
  menu: { command: { name: 'menu', argument: null } },
  subscribe: { command: { name: 'subscribe', argument: null } },
};

/** The thread itself stays open: only `close` ends it. */
function consentIn(keyword: Keyword, sender: MessageEvent['sender']): readonly InboundEvent[] {
  switch (keyword) {
    case 'stop':
      return [{ kind: 'opt-out', sender, scope: 'promotional', reason: 'unsubscribed', occurredAt: null }];
    case 'subscribe':
      return [{ kind: 'opt-in', sender, scope: 'promotional', occurredAt: null }];
    case 'help':
    case 'menu':
      return [];
    default:
      return keyword satisfies never;
  }
}
