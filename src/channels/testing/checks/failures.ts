import { contextOf } from '../account-context.ts';
import {
  type Attempt,
  channelErrorOf,
  isSending,
  sendTextWith,
  settledInTime,
  textRequest,
} from '../attempt.ts';
import { type Check, must, mustEqual } from '../check.ts';
import { startScriptedPlatform } from '../scripted-platform.ts';

/**
 * A message that did not go as it should. What the queue does next hangs on the kind of the error: one that says
 * "not sent" of a message that was is a message sent twice.
 */
export const failureChecks: readonly Check[] = [
  {
    name: 'tells every documented refusal apart, and keeps its code',
    async run(subject) {
      const { refused } = subject.fixtures.platform;
      for (const kind of ['throttled', 'rejected', 'unauthorized'] as const) {
        must(
          refused.some((fixture) => fixture.kind === kind),
          `No fixture shows a refusal that is "${kind}".`,
        );
      }
      for (const { name, answer, kind, platformCode, cause, retryAfterMs } of refused) {
        const attempt = await sendTextWith(subject, answer);
        mustBeOneRequest(attempt, `after the refusal "${name}"`);
        const error = channelErrorOf(attempt, `although the platform refused (${name})`);
        mustEqual(
          { kind: error.kind, platformCode: error.facts.platformCode },
          { kind, platformCode },
          `The refusal "${name}" means something else:`,
        );
        if (cause !== undefined) mustEqual(error.facts.cause, cause, `The cause of "${name}" is another:`);
        if (retryAfterMs === undefined) continue;
        mustEqual(error.facts.retryAfterMs, retryAfterMs, `The wait that "${name}" asks for is another:`);
      }
    },
  },
  {
    name: 'keeps the code of a refusal that it does not know',
    async run(subject) {
      const attempt = await sendTextWith(subject, { status: 418, body: '<html>What is this?</html>' });
      mustBeOneRequest(attempt, 'after a refusal that nobody knows');
      const { facts } = channelErrorOf(attempt, 'although the platform answered 418');
      must(facts.platformCode.includes('418'), `HTTP 418 becomes "${facts.platformCode}": the code is lost.`);
    },
  },
  {
    name: 'says that nothing was sent when the platform can not be reached',
    async run(subject) {
      const gone = await startScriptedPlatform(() => ({ body: {} }));
      await gone.close();
      const context = contextOf(subject, gone.url);
      const outcome = await settledInTime(
        (account) => subject.definition.send(textRequest(subject), account),
        context,
      );
      const { kind } = channelErrorOf({ outcome, requests: [], sending: [] }, 'without a connection');
      must(kind === 'unavailable', `A refused connection is "${kind}", not "unavailable".`);
    },
  },
  {
    name: 'says that nobody knows when the connection breaks after the request',
    async run(subject) {
      const attempt = await sendTextWith(subject, 'reset');
      mustBeOneRequest(attempt, 'after a connection that broke');
      mustBeUnclear(attempt, 'although the connection broke');
    },
  },
  {
    name: 'says that nobody knows when the time is over before an answer comes',
    async run(subject) {
      const { fixtures, definition } = subject;
      const patience = new AbortController();
      const platform = await startScriptedPlatform((request) => {
        if (!isSending(subject, request)) return fixtures.platform.answer(request);
        setImmediate(() => patience.abort(new DOMException('The time is over.', 'TimeoutError')));
        return 'silence';
      });
      try {
        const context = contextOf(subject, platform.url, { signal: patience.signal });
        const outcome = await settledInTime(
          (account) => definition.send(textRequest(subject), account),
          context,
        );
        const requests = [...platform.requests];
        mustBeUnclear({ outcome, requests, sending: requests }, 'although no answer came');
      } finally {
        await platform.close();
      }
    },
  },
  {
    name: 'says that nobody knows when the answer can not be read',
    async run(subject) {
      for (const body of ['{"ok": tr', '', '<html></html>', '{}', '[]', 'null']) {
        const attempt = await sendTextWith(subject, { body });
        mustBeOneRequest(attempt, `after the answer ${body}`);
        mustBeUnclear(attempt, `although the platform answered 200 with ${JSON.stringify(body)}`);
      }
    },
  },
  {
    name: 'says that nobody knows when the platform stumbles',
    async run(subject) {
      const attempt = await sendTextWith(subject, {
        status: 500,
        body: '<html>Internal Server Error</html>',
      });
      mustBeOneRequest(attempt, 'after an answer 500');
      mustBeUnclear(attempt, 'although the platform answered 500');
    },
  },
  {
    name: 'shows no secret, whatever goes wrong',
    async run(subject) {
      const { definition, fixtures } = subject;
      const fields = new Set(
        definition.credentialFields.filter(({ isSecret }) => isSecret).map(({ name }) => name),
      );
      const secrets = Object.entries(fixtures.credentials).flatMap(([name, value]) =>
        fields.has(name) && value.length >= 8 ? [value] : [],
      );
      const behaviours = [...fixtures.platform.refused.map(({ answer }) => answer), 'reset' as const];
      for (const behaviour of [...behaviours, { status: 500, body: 'no' }, { body: '{"ok": tr' }]) {
        const { outcome } = await sendTextWith(subject, behaviour);
        const shown = outcome.kind === 'threw' ? everythingIn(outcome.error) : '';
        must(
          !secrets.some((secret) => shown.includes(secret)),
          `An error shows a secret: ${redact(shown, secrets)}`,
        );
      }
    },
  },
];

function mustBeOneRequest({ sending }: Attempt<unknown>, when: string): void {
  must(sending.length === 1, `It makes ${sending.length} requests that send ${when}, not one: no retries.`);
}

/** Also of a platform with a retry key: whether the request may be repeated is for the queue to know. */
function mustBeUnclear(attempt: Attempt<unknown>, when: string): void {
  const { kind } = channelErrorOf(attempt, when);
  must(kind === 'indeterminate', `It says "${kind}" ${when}: the message may have been sent.`);
}

function everythingIn(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return String(error);
  const own = JSON.stringify(Object.fromEntries(Object.entries(error)));
  return [error.message, error.stack, own, everythingIn(error.cause, depth + 1)].join('\n');
}

function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '…'), text).slice(0, 300);
}
