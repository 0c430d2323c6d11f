import type { MessagingWindow, PolicyFacts, PolicyRequest } from '../model/policy.ts';
import type { Lane } from '../model/rule-terms.ts';

interface Asked {
  readonly request: PolicyRequest;
  readonly facts: PolicyFacts;
}

/** The lanes that take a message of this author and purpose from this account; where none are listed, the channel's window. */
export function lanesFor(asked: Asked, lanes: readonly Lane[] | null): readonly Lane[] {
  if (lanes === null) return [{ name: 'messaging window', withinMs: asked.facts.messagingWindowMs }];
  return lanes.filter((lane) => suits(lane, asked) && isTurnedOn(lane, asked));
}

/** The setting that would open a lane for the message now; null: none would. */
export function settingThatOpens(asked: Asked, lanes: readonly Lane[] | null, at: Date): string | null {
  const closed = lanes?.find(
    (lane) => suits(lane, asked) && !isTurnedOn(lane, asked) && isOpen(lane, asked.facts, at),
  );
  return closed?.setting ?? null;
}

function suits({ authors, purposes, recipients }: Lane, { request, facts }: Asked): boolean {
  return (
    (authors === undefined || authors.includes(request.author)) &&
    (purposes === undefined || purposes.includes(request.purpose)) &&
    (recipients === undefined || new RegExp(recipients, 'u').test(facts.recipientIds[0] ?? ''))
  );
}

const isTurnedOn = ({ setting }: Lane, { facts }: Asked): boolean =>
  setting === undefined || facts.settings[setting] === true;

export function isOpen({ withinMs }: Lane, { lastInboundAt }: PolicyFacts, at: Date): boolean {
  if (withinMs === null) return true;
  return lastInboundAt !== null && at.getTime() < lastInboundAt.getTime() + withinMs;
}

/** The window that a sender should know of: the one that stays open longest, whether or not it still is. */
export function windowOf(asked: Asked, lanes: readonly Lane[] | null): MessagingWindow | null {
  const [first, ...others] = lanesFor(asked, lanes);
  if (first === undefined) return null;
  const { name, withinMs } = others.reduce(
    (widest, lane) => (spanOf(lane) > spanOf(widest) ? lane : widest),
    first,
  );
  const { lastInboundAt } = asked.facts;
  if (withinMs === null && lanes === null) return null;
  return {
    opensAt: lastInboundAt,
    closesAt:
      lastInboundAt === null || withinMs === null ? null : new Date(lastInboundAt.getTime() + withinMs),
    reason: name,
  };
}

const spanOf = ({ withinMs }: Lane): number => withinMs ?? Number.POSITIVE_INFINITY;
