import type { AccountContext } from '../../../core/channel/index.ts';
import { attemptWith, channelErrorOf } from '../attempt.ts';
import { type Check, must, type Subject } from '../check.ts';

/** What can be done beside sending: every function that the definition has is called. */
export const actionChecks: readonly Check[] = [
  {
    name: 'does what it can do beside sending',
    async run(subject) {
      for (const [name, act] of actionsOf(subject)) {
        const { outcome, requests } = await attemptWith(subject, subject.fixtures.platform.answer, act);
        must(
          outcome.kind === 'done',
          `${name} fails although all is well: ${String('error' in outcome ? outcome.error : '')}`,
        );
        must(requests.length > 0, `${name} asks the platform nothing.`);
      }
    },
  },
  {
    name: 'says so when the platform refuses what it does beside sending',
    async run(subject) {
      const refusal = subject.fixtures.platform.refused.find(({ kind }) => kind === 'unauthorized');
      if (refusal === undefined) return;
      for (const [name, act] of actionsOf(subject)) {
        const attempt = await attemptWith(subject, () => refusal.answer, act);
        const { kind } = channelErrorOf(attempt, `although ${name} was refused`);
        must(kind === 'unauthorized', `${name} says "${kind}" of credentials that do not work.`);
      }
    },
  },
  {
    name: 'fetches news when it polls, and says where it stands',
    async run(subject) {
      const { polling } = subject.definition;
      if (polling === undefined) return;
      const { outcome } = await attemptWith(subject, subject.fixtures.platform.answer, (context) =>
        polling.poll(null, context),
      );
      must(outcome.kind === 'done', 'Polling a platform in good order fails.');
      const { bodies, nextCursor } = outcome.result;
      must(Array.isArray(bodies), 'Polling returns no list of bodies.');
      must(nextCursor === null || typeof nextCursor === 'string', 'A cursor is text or null.');
    },
  },
  {
    name: 'makes links that carry their reference',
    run({ definition, fixtures }) {
      if (definition.deepLink === undefined) return;
      const account = {
        ...fixtures.account,
        displayName: 'Acme',
        username: fixtures.account.username ?? 'acme',
      };
      const link = definition.deepLink(account, 'spring26');
      must(URL.canParse(link) && link.includes('spring26'), `"${link}" is no link that carries "spring26".`);
    },
  },
];

type Action = readonly [name: string, act: (context: AccountContext) => Promise<unknown>];

function actionsOf({ definition, fixtures }: Subject): readonly Action[] {
  const { recipient, targets } = fixtures;
  const { edit, react, markRead, startTyping, acknowledge, downloadMedia, capabilities } = definition;
  const ours = { recipientExternalId: recipient, messageExternalId: targets.messageExternalId };
  const theirs = { ...ours, messageExternalId: targets.inboundExternalId ?? targets.messageExternalId };
  const read = { ...ours, messageExternalId: targets.readExternalId ?? theirs.messageExternalId };
  const parts = [{ type: 'text', text: 'Yes, until seven.' }] as const;
  const previousParts = [{ type: 'text', text: 'Yes, until six.' }] as const;
  const allowed = capabilities.reactions.outbound?.allowed ?? 'any';
  const emoji = allowed === 'any' ? '👍' : (allowed[0] ?? '👍');
  const { acknowledgement, mediaReference } = targets;
  must(acknowledge === undefined || acknowledgement !== undefined, 'targets.acknowledgement is missing.');
  must(downloadMedia === undefined || mediaReference !== undefined, 'targets.mediaReference is missing.');
  const actions: readonly (Action | false)[] = [
    edit !== undefined && ['edit', (context) => edit({ ...ours, parts, previousParts }, context)],
    definition.delete !== undefined && ['delete', async (context) => definition.delete?.(ours, context)],
    react !== undefined && ['react', (context) => react(theirs, [emoji], context)],
    markRead !== undefined && ['markRead', (context) => markRead(read, context)],
    startTyping !== undefined && [
      'startTyping',
      (context) => startTyping(recipient, context, theirs.messageExternalId),
    ],
    acknowledge !== undefined && ['acknowledge', (context) => acknowledge(acknowledgement ?? '', context)],
    downloadMedia !== undefined && [
      'downloadMedia',
      (context) => downloadMedia(mediaReference ?? '', context),
    ],
  ];
  return actions.filter((action) => action !== false);
}
