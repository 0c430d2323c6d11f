import type { Broadcast, BroadcastOutcome, BroadcastPort, Rendering } from '../../../core/channel/index.ts';
import { attemptWith } from '../attempt.ts';
import { type Check, must, mustEqual, type Subject } from '../check.ts';
import { messageOf } from '../sample-message.ts';

/** One message to many, where the channel has that. */
export const broadcastChecks: readonly Check[] = [
  {
    name: 'takes as many recipients of a broadcast as it declares, and at least one',
    run(subject) {
      const { broadcast } = subject.definition;
      if (broadcast === undefined) return;
      const kindFor = (count: number) => renderTo(subject, broadcast, recipientsOf(subject, count)).kind;
      must(kindFor(broadcast.maxRecipients) === 'rendered', 'A broadcast to the declared number fails.');
      must(kindFor(broadcast.maxRecipients + 1) === 'unrenderable', 'A broadcast to one more is rendered.');
      must(kindFor(0) === 'unrenderable', 'A broadcast to nobody is rendered.');
    },
  },
  {
    name: 'sends a broadcast once, as it is previewed, and tells of every recipient',
    async run(subject) {
      const { broadcast } = subject.definition;
      if (broadcast === undefined) return;
      const recipients = recipientsOf(subject, 3);
      const rendering = renderTo(subject, broadcast, recipients);
      must(rendering.kind === 'rendered', 'A text can not be broadcast.');
      for (const request of rendering.requests) {
        const { outcome, sending } = await attemptWith(subject, subject.fixtures.platform.answer, (context) =>
          broadcast.send(request, context),
        );
        must(
          outcome.kind === 'done',
          `A broadcast fails although all is well: ${String(Object(outcome).error)}`,
        );
        must(sending.length === 1, `A broadcast makes ${sending.length} requests that send, not one.`);
        mustEqual(sending[0]?.json, request.body, 'A broadcast is sent differently from its preview:');
        mustTellOfEach(outcome.result, recipients);
      }
    },
  },
];

function mustTellOfEach(outcomes: readonly BroadcastOutcome[], recipients: readonly string[]): void {
  mustEqual(
    outcomes.map(({ recipientExternalId }) => recipientExternalId),
    recipients,
    'The outcomes of a broadcast are not those of its recipients, in their order:',
  );
  const ids = outcomes.flatMap((outcome) => (outcome.kind === 'accepted' ? [outcome.externalId] : []));
  must(ids.length > 0, 'All is well, and yet no recipient of a broadcast was accepted.');
  must(new Set(ids).size === ids.length, 'Two recipients of a broadcast share one external id.');
}

function renderTo(subject: Subject, { render }: BroadcastPort, recipients: readonly string[]): Rendering {
  const { recipient: _, replyTo: __, ...message } = messageOf(subject, [{ type: 'text', text: 'News' }]);
  const broadcast: Broadcast = { ...message, author: 'CAMPAIGN', purpose: 'NEWSLETTER', recipients };
  return render(broadcast);
}

function recipientsOf({ fixtures: { recipient } }: Subject, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? recipient : `${recipient}${index}`));
}
