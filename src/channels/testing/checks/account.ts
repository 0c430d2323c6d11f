import type { AccountContext, ConnectReport } from '../../../core/channel/index.ts';
import { attemptWith } from '../attempt.ts';
import { type Check, must, mustEqual, type Subject } from '../check.ts';
import type { PlatformBehaviour, PlatformRequest } from '../scripted-platform.ts';

const WEBHOOK = { mode: 'webhook', url: 'https://inbox.example/webhooks/channel/account' } as const;
const POLLING = { mode: 'polling' } as const;

/** Connecting, and what it finds. */
export const accountChecks: readonly Check[] = [
  {
    name: 'connects an account in good order, as often as it is asked',
    async run(subject) {
      for (const arrangement of arrangementsOf(subject)) {
        const reports = [
          await connectWith(subject, subject.fixtures.platform.answer, arrangement),
          await connectWith(subject, subject.fixtures.platform.answer, arrangement),
        ];
        for (const { steps, account } of reports) {
          const failed = steps.find(({ isOk }) => !isOk);
          must(failed === undefined, `Connecting fails at "${failed?.name}": ${failed?.description}`);
          must(steps.length > 0, 'Connecting says nothing of its steps.');
          must(account !== null, 'Connecting does not say which account it is.');
          mustEqual(
            account.externalId,
            subject.fixtures.account.externalId,
            'It names the account otherwise:',
          );
        }
        mustEqual(reports[1], reports[0], 'The second time says something else:');
      }
    },
  },
  {
    name: 'reports the step at which connecting failed, and never throws',
    async run(subject) {
      const refusal = subject.fixtures.platform.refused.find(({ kind }) => kind === 'unauthorized')?.answer;
      const behaviours: readonly PlatformBehaviour[] = ['reset', { status: 500, body: 'no' }, { body: '{' }];
      for (const behaviour of refusal === undefined ? behaviours : [refusal, ...behaviours]) {
        for (const arrangement of arrangementsOf(subject)) {
          const { steps, account } = await connectWith(subject, () => behaviour, arrangement);
          const last = steps.at(-1);
          must(last?.isOk === false, 'Nothing worked at the platform, but no step has failed.');
          must(last.description !== '', `The step "${last.name}" does not say what failed.`);
          must(steps.length > 1 || account === null, 'The first step failed, but the account is known.');
          const said = JSON.stringify(steps);
          const secrets = Object.values(secretsOf(subject));
          must(!secrets.some((secret) => said.includes(secret)), `The step "${last.name}" shows a secret.`);
        }
      }
    },
  },
  {
    name: 'takes an account that the platform no longer knows for disconnected',
    async run(subject) {
      const { disconnect } = subject.definition;
      if (disconnect === undefined) return;
      const { outcome } = await attemptWith(subject, subject.fixtures.platform.answer, disconnect);
      must(outcome.kind === 'done', 'Disconnecting an account in good order fails.');
      const refusal = subject.fixtures.platform.refused.find(({ kind }) => kind === 'unauthorized');
      if (refusal === undefined) return;
      const { outcome: again } = await attemptWith(subject, () => refusal.answer, disconnect);
      must(again.kind === 'done', 'Disconnecting fails when the credentials are no longer taken.');
    },
  },
];

function arrangementsOf({ definition }: Subject) {
  return [
    ...(definition.webhook === undefined ? [] : [WEBHOOK]),
    ...(definition.polling === undefined ? [] : [POLLING]),
  ];
}

async function connectWith(
  subject: Subject,
  behave: (request: PlatformRequest) => PlatformBehaviour,
  arrangement: typeof WEBHOOK | typeof POLLING,
): Promise<ConnectReport> {
  const connect = (context: AccountContext) => subject.definition.connect(context, arrangement);
  const { outcome } = await attemptWith(subject, behave, connect);
  if (outcome.kind === 'done') return outcome.result;
  must(false, `connect never throws for a platform's no, but it threw: ${String(outcome.error)}`);
}

function secretsOf({ definition, fixtures }: Subject): readonly string[] {
  const fields = definition.credentialFields.filter(({ isSecret }) => isSecret);
  return fields.map(({ name }) => fixtures.credentials[name] ?? '').filter(({ length }) => length >= 8);
}
