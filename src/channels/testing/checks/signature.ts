import type { WebhookRequest } from '../../../core/channel/index.ts';
import type { Credentials } from '../../../core/model/channel-account.ts';
import { bodyOf, jsonOf } from '../body-of.ts';
import { type Check, must, type Subject } from '../check.ts';
import type { SignatureFixture } from '../fixtures.ts';

/** Who may speak to us. Nothing here applies to a channel without a webhook. */
export const signatureChecks: readonly Check[] = [
  {
    name: 'believes what the platform signed, over the bytes as they came',
    run(subject) {
      withSignature(subject, ({ sign }, verify) => {
        const { credentials } = subject.fixtures;
        for (const body of bodies(subject)) {
          const verdict = verify({ headers: sign(body, credentials), body });
          must(
            verdict === 'authentic',
            `A body that is signed as documented is "${verdict}". Verify the raw bytes, never JSON that was read and written again: ${shown(body)}`,
          );
        }
      });
    },
  },
  {
    name: 'does not believe another secret',
    run(subject) {
      withSignature(subject, ({ sign }, verify) => {
        for (const body of bodies(subject)) {
          const verdict = verify({ headers: sign(body, otherSecrets(subject)), body });
          must(verdict === 'forged', `A body that is signed with another secret is "${verdict}".`);
        }
      });
    },
  },
  {
    name: 'does not believe a body that was changed on its way',
    run(subject) {
      withSignature(subject, ({ sign, covers }, verify) => {
        if (covers === 'secret') return;
        for (const body of bodies(subject)) {
          const headers = sign(body, subject.fixtures.credentials);
          for (const changed of changedBodies(body)) {
            const verdict = verify({ headers, body: changed });
            must(verdict === 'forged', `A body that was changed after signing is "${verdict}".`);
          }
        }
      });
    },
  },
  {
    name: 'does not believe a missing, empty, shortened or doubled signature',
    run(subject) {
      withSignature(subject, ({ sign }, verify) => {
        const { credentials } = subject.fixtures;
        for (const body of bodies(subject)) {
          const headers = sign(body, credentials);
          for (const [name, value] of proofs(headers, sign(body, otherSecrets(subject)))) {
            const { [name]: _left, ...without } = headers;
            const verdict = verify({ headers: without, body });
            must(verdict !== 'authentic', `A body without "${name}" is believed.`);
            for (const forged of ['', value.slice(0, -8), value.slice(0, 1), [value, value], `${value}x`]) {
              const verdictOfForged = verify({ headers: { ...headers, [name]: forged }, body });
              const what = JSON.stringify(typeof forged === 'string' ? forged.length : 'twice');
              must(verdictOfForged !== 'authentic', `A wrong "${name}" (length ${what}) is believed.`);
            }
          }
        }
      });
    },
  },
  {
    name: 'believes nobody while it has no secret of its own',
    run(subject) {
      withSignature(subject, ({ sign }, verify) => {
        const empty = Object.fromEntries(Object.keys(subject.fixtures.credentials).map((name) => [name, '']));
        const [body] = bodies(subject);
        if (body === undefined) return;
        for (const credentials of [{}, empty]) {
          for (const signedWith of [subject.fixtures.credentials, empty]) {
            const verdict = verify({ headers: signOrNothing(sign, body, signedWith), body }, credentials);
            must(verdict !== 'authentic', 'A body is believed although the account has no secret.');
          }
        }
      });
    },
  },
  {
    name: 'answers a proof of ownership, and takes nothing else for one',
    run(subject) {
      const { definition, fixtures } = subject;
      const answer = (request: WebhookRequest) =>
        definition.webhook?.answerHandshake?.(request, fixtures.credentials) ?? null;
      const handshakes = fixtures.handshakes ?? [];
      const isThere = definition.webhook?.answerHandshake !== undefined;
      must(!isThere || handshakes.length > 0, 'It answers handshakes, but the fixtures show none.');
      for (const { name, request, expected } of handshakes) {
        const given = answer(request);
        must(
          JSON.stringify(given) === JSON.stringify(expected),
          `Handshake "${name}" is answered ${JSON.stringify(given)} instead of ${JSON.stringify(expected)}.`,
        );
      }
      const known = new Set(handshakes.map(({ request }) => Buffer.from(request.body).toString('base64')));
      for (const body of bodies(subject).filter((body) => !known.has(Buffer.from(body).toString('base64')))) {
        const headers = fixtures.signature?.sign(body, fixtures.credentials) ?? {};
        const given = answer({ method: 'POST', headers, query: {}, body });
        must(given === null, `An event is taken for a handshake and would be lost: ${shown(body)}`);
      }
    },
  },
];

type Verify = (
  request: Pick<WebhookRequest, 'headers' | 'body'>,
  credentials?: Credentials,
) => 'authentic' | 'forged' | 'unsigned';

function withSignature(
  { definition: { webhook }, fixtures }: Subject,
  examine: (signature: SignatureFixture, verify: Verify) => void,
): void {
  const { signature } = fixtures;
  if (webhook === undefined) return;
  must(signature !== undefined, 'The channel has a webhook: its fixtures need a `signature`.');
  examine(signature, ({ headers, body }, credentials = fixtures.credentials) =>
    webhook.verify({ method: 'POST', query: {}, headers, body }, credentials),
  );
}

/** The fixtures' bodies, and of JSON also a writing that no program would choose: who signs bytes does not care. */
function bodies({ fixtures }: Subject): readonly Uint8Array[] {
  return fixtures.inbound.flatMap((fixture) => {
    const body = bodyOf(fixture);
    const json = jsonOf(body);
    if (json === undefined) return [body];
    const odd = new TextDecoder()
      .decode(body)
      .replace(/[\u0080-\uffff]/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return [body, new TextEncoder().encode(` ${odd.replaceAll('/', '\\/')}\n`)];
  });
}

function changedBodies(body: Uint8Array): readonly Uint8Array[] {
  const flipped = Uint8Array.from(body);
  const middle = body.length >> 1;
  flipped[middle] = (flipped[middle] ?? 0) ^ 1;
  return [flipped, body.subarray(0, -1), Uint8Array.from([...body, 32])];
}

/** Secrets of the same shape that are not the account's: every letter and digit is the next one. */
function otherSecrets({ definition, fixtures }: Subject): Credentials {
  const secret = new Set(
    definition.credentialFields.filter(({ isSecret }) => isSecret).map(({ name }) => name),
  );
  return Object.fromEntries(
    Object.entries(fixtures.credentials).map(([name, value]) => [
      name,
      secret.has(name) ? next(value) : value,
    ]),
  );
}

function next(text: string): string {
  const follower: Readonly<Record<string, string>> = { z: 'a', Z: 'A', 9: '0' };
  return text.replace(
    /[a-z0-9]/giu,
    (character) => follower[character] ?? String.fromCharCode(character.charCodeAt(0) + 1),
  );
}

/** The headers that hang on the secret. */
function proofs(
  headers: WebhookRequest['headers'],
  others: WebhookRequest['headers'],
): readonly (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && value !== others[name] ? [[name, value] as const] : [],
  );
}

/** A library that refuses to sign with an empty secret signs nothing. */
function signOrNothing(
  sign: SignatureFixture['sign'],
  body: Uint8Array,
  credentials: Credentials,
): WebhookRequest['headers'] {
  try {
    return sign(body, credentials);
  } catch {
    return {};
  }
}

const shown = (body: Uint8Array): string => new TextDecoder().decode(body.subarray(0, 200));
