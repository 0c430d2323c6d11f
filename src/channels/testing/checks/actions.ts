import type { AccountContext } from '../../../core/channel/index.ts';
import { attemptWith, channelErrorOf } from '../attempt.ts';
import { type Check, must, type Subject } from '../check.ts';

/** What can be done beside sending: every function that the definition has is called. */
export const actionChecks: readonly Check[] = [
  {
    name: 'does what it can do beside sending',
    async run(subject) {
      const { disconnect } = subject.definition;
      const ending: readonly Action[] =
        disconnect === undefined ? [] : [['disconnect', (context) => disconnect(context)]];
      for (const action of [...actionsOf(subject), ...ending]) await mustBeDone(subject, action);
    },
  },
  {
    name: 'fetches the files that contacts send',
    async run(subject) {
      for (const action of downloadOf(subject)) await mustBeDone(subject, action);
    },
  },
  {
    name: 'says so when the platform refuses what it does beside sending',
    async run(subject) {
      for (const action of actionsOf(subject)) await mustSayThatItIsRefused(subject, action);
    },
  },
  {
    name: 'says so when the platform refuses a file',
    async run(subject) {
      for (const action of downloadOf(subject)) await mustSayThatItIsRefused(subject, action);
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

async function mustBeDone(subject: Subject, [name, act]: Action): Promise<void> {
  const { outcome, requests } = await attemptWith(subject, subject.fixtures.platform.answer, act);
  must(
    outcome.kind === 'done',
    `${name} fails although all is well: ${String('error' in outcome ? outcome.error : '')}`,
  );
  must(requests.length > 0, `${name} asks the platform nothing.`);
}

async function mustSayThatItIsRefused(subject: Subject, [name, act]: Action): Promise<void> {
  const refusal = subject.fixtures.platform.refused.find(({ kind }) => kind === 'unauthorized');
  if (refusal === undefined) return;
  const attempt = await attemptWith(subject, () => refusal.answer, act);
  const { kind } = channelErrorOf(attempt, `although ${name} was refused`);
  must(kind === 'unauthorized', `${name} says "${kind}" of credentials that do not work.`);
}

function downloadOf({ definition: { downloadMedia }, fixtures }: Subject): readonly Action[] {
  const { mediaReference } = fixtures.targets;
  if (downloadMedia === undefined) return [];
  must(mediaReference !== undefined, 'targets.mediaReference is missing.');
  return [['downloadMedia', (context) => downloadMedia(mediaReference, context)]];
}

function actionsOf({ definition, fixtures }: Subject): readonly Action[] {
  const { recipient, targets } = fixtures;
  const { edit, react, markRead, startTyping, acknowledge, fetchProfile, presence, capabilities } =
    definition;
  const ours = { recipientExternalId: recipient, messageExternalId: targets.messageExternalId };
  const theirs = { ...ours, messageExternalId: targets.inboundExternalId ?? targets.messageExternalId };
  const read = { ...ours, messageExternalId: targets.readExternalId ?? theirs.messageExternalId };
  const parts = [{ type: 'text', text: 'Yes, until seven.' }] as const;
  const previousParts = [{ type: 'text', text: 'Yes, until six.' }] as const;
  const allowed = capabilities.reactions.outbound?.allowed ?? 'any';
  const emoji = allowed === 'any' ? '👍' : (allowed[0] ?? '👍');
  const { acknowledgement } = targets;
  must(acknowledge === undefined || acknowledgement !== undefined, 'targets.acknowledgement is missing.');
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
    fetchProfile !== undefined && ['fetchProfile', (context) => fetchProfile(recipient, context)],
    presence !== undefined && ['presence', (context) => presence.fetch([recipient], context)],
  ];
  return actions.filter((action) => action !== false);
}
