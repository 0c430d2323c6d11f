import type { InboundEvent } from '../../../core/channel/index.ts';
import { PART_TYPES } from '../../../core/model/part.ts';
import { type Check, must } from '../check.ts';
import { eventsOf } from './parsing.ts';

/** What the capabilities say of the way in, held against what the fixtures' bodies bring. */
export const declaredInboundChecks: readonly Check[] = [
  {
    name: 'brings in every kind of part that it declares, and no other',
    run(subject) {
      const seen = new Set(eventsOf(subject).flatMap(partTypesOf));
      const declared = new Set(subject.definition.capabilities.parts.inbound);
      for (const type of PART_TYPES)
        mustAgree(`inbound parts of type "${type}"`, declared.has(type), seen.has(type));
    },
  },
  {
    name: 'brings in every kind of event that it declares, and no other',
    run(subject) {
      const { edits, deletes, reactions, replies, typing } = subject.definition.capabilities;
      const events = eventsOf(subject);
      const has = (kind: InboundEvent['kind']) => events.some((event) => event.kind === kind);
      mustAgree('inbound edits', edits.inbound, has('message-edited'));
      mustAgree('inbound deletions', deletes.inbound, has('message-deleted'));
      mustAgree('inbound reactions', reactions.inbound, has('reaction') || events.some(isWordedReaction));
      mustAgree('inbound typing', typing.inbound, has('typing'));
      mustAgree('inbound replies', replies.inbound, events.some(isReply));
    },
  },
  {
    name: 'brings in every receipt that it declares, and no other',
    run(subject) {
      const seen = new Set(
        eventsOf(subject).flatMap((event) => (event.kind === 'receipt' ? [event.status] : [])),
      );
      const declared = new Set(subject.definition.capabilities.receipts);
      for (const status of ['DELIVERED', 'READ', 'FAILED'] as const) {
        mustAgree(`${status} receipts`, declared.has(status), seen.has(status));
      }
    },
  },
  {
    name: 'says why a message failed that the platform took at first',
    run(subject) {
      for (const event of eventsOf(subject)) {
        if (event.kind !== 'receipt') continue;
        must(
          (event.status === 'FAILED') === (event.failure !== undefined),
          `A receipt "${event.status}" ${event.failure === undefined ? 'has no' : 'has a'} failure.`,
        );
      }
    },
  },
];

function mustAgree(what: string, isDeclared: boolean, isSeen: boolean): void {
  must(
    isDeclared === isSeen,
    isDeclared
      ? `The capabilities declare ${what}, but no fixture brings any.`
      : `The fixtures bring ${what}, which the capabilities do not declare.`,
  );
}

function partTypesOf(event: InboundEvent) {
  return event.kind === 'message' ? event.parts.map(({ type }) => type) : [];
}

const isWordedReaction = (event: InboundEvent): boolean =>
  event.kind === 'message' && event.reaction !== undefined;

const isReply = (event: InboundEvent): boolean =>
  event.kind === 'message' && event.replyToExternalId !== undefined;
