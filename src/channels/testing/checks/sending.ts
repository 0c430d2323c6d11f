import type { WireRequest } from '../../../core/channel/index.ts';
import { attemptWith, sendTextWith, textRequest } from '../attempt.ts';
import { type Check, must, mustEqual, type Subject } from '../check.ts';
import type { AcceptedFixture } from '../fixtures.ts';
import { messageOf, renderOf } from '../sample-message.ts';
import { type Sample, sampleParts } from '../sample-parts.ts';

/** A message on the wire, with a platform in good order. */
export const sendingChecks: readonly Check[] = [
  {
    name: 'sends exactly what the preview shows, for every kind of part',
    async run(subject) {
      for (const sample of sampleParts(subject)) {
        for (const request of requestsOf(subject, sample)) await mustArrive(subject, sample.name, request);
      }
    },
  },
  {
    name: 'reads how the platform names what it took, and when',
    async run(subject) {
      const { accepted } = subject.fixtures.platform;
      must(accepted.length > 0, 'No fixture shows an accepted message.');
      for (const fixture of accepted) await mustBeRead(subject, fixture);
    },
  },
  {
    name: 'names each request by a key that the platform knows again, where there is one',
    async run(subject) {
      const { definition, fixtures } = subject;
      if (definition.capabilities.retryKey === null) return;
      const [first, again] = [wholeRequests(subject), wholeRequests(subject)];
      mustEqual(again, first, 'A message that is rendered again has another key:');
      const another = wholeRequests(subject, '0198f000-0000-7000-8000-000000000002');
      const all = [...first, ...another].map(({ headers, body }) => JSON.stringify({ headers, body }));
      must(
        new Set(all).size === all.length,
        'Two requests that say the same are the same to the last header: their keys must differ.',
      );
      const { repeated } = fixtures.platform;
      must(repeated !== undefined, 'No fixture shows what the platform answers to a repeated request.');
      await mustBeRead(subject, repeated);
    },
  },
  {
    name: 'reaches the network only through the fetch that it is given',
    async run(subject) {
      const refused = Object.assign(new Error('No way out.'), { code: 'ECONNREFUSED' });
      const facts = { fetch: () => Promise.reject(refused) };
      const { requests } = await attemptWith(
        subject,
        subject.fixtures.platform.answer,
        (context) => subject.definition.send(textRequest(subject), context),
        facts,
      );
      must(requests.length === 0, 'A request came although the given fetch let nothing out.');
    },
  },
  {
    name: 'refuses a file that is larger than the platform takes, and sends nothing',
    async run(subject) {
      const upload = sampleParts(subject).find(({ name }) => name.endsWith(', uploaded'));
      const request = upload && requestsOf(subject, upload).find(({ files }) => files.length > 0);
      if (request === undefined) return;
      const [file] = request.files;
      const bytes = new Uint8Array((file?.maxBytes ?? 0) + 1);
      const { outcome, requests } = await attemptWith(
        subject,
        subject.fixtures.platform.answer,
        (context) => subject.definition.send(request, context),
        { openMedia: async () => ({ bytes, fileName: null, mimeType: file?.mimeType ?? null }) },
      );
      const kind = outcome.kind === 'threw' ? (outcome.error as { kind?: unknown }).kind : 'accepted';
      must(kind === 'rejected', `A file that is too large is "${String(kind)}", not "rejected".`);
      must(requests.length === 0, 'Something left before the size of the file was known.');
    },
  },
];

async function mustBeRead(subject: Subject, fixture: AcceptedFixture): Promise<void> {
  const { name, answer, externalIds, acceptedAt } = fixture;
  const { outcome } = await sendTextWith(subject, answer);
  must(outcome.kind === 'done', `"${name}" was accepted, but it throws: ${errorText(outcome)}`);
  mustEqual(
    { externalIds: outcome.result.externalIds, acceptedAt: outcome.result.acceptedAt },
    { externalIds, acceptedAt },
    `"${name}" is read as something else:`,
  );
}

/** Of a message that says the same so often that it needs several requests almost everywhere. */
function wholeRequests(subject: Subject, id?: string): readonly WireRequest[] {
  const parts = Array.from({ length: 12 }, () => ({ type: 'text' as const, text: 'Hello' }));
  const message = messageOf(subject, parts);
  const rendering = subject.definition.render(id === undefined ? message : { ...message, id });
  return rendering.kind === 'rendered' ? rendering.requests : [];
}

/** Every request that a sample is rendered to, degraded where it must be. */
function requestsOf(subject: Subject, { name, part }: Sample): readonly WireRequest[] {
  const rendering = renderOf(subject, name, [part]);
  return rendering.kind === 'rendered' ? rendering.requests : [];
}

async function mustArrive(subject: Subject, name: string, request: WireRequest): Promise<void> {
  const { fixtures, definition } = subject;
  const { outcome, sending } = await attemptWith(
    subject,
    (received) => fixtures.platform.answer(received),
    (context) => definition.send(request, context),
  );
  must(outcome.kind === 'done', `"${name}" can not be sent: ${errorText(outcome)}`);
  must(sending.length === 1, `"${name}" makes ${sending.length} requests that send, not one.`);
  const [received] = sending;
  if (received === undefined) return;
  must(
    received.path.split('/').includes(request.operation) || received.path.endsWith(`/${request.operation}`),
    `"${name}" is previewed as "${request.operation}", but ${received.path} is called.`,
  );
  mustEqual(
    received.json,
    fixtures.platform.sentAs?.(request, received.json) ?? request.body,
    `"${name}" is sent differently:`,
  );
  for (const [field, value] of Object.entries(request.headers ?? {})) {
    mustEqual(received.headers[field.toLowerCase()], value, `"${name}" is sent without its "${field}":`);
  }
  const uploads = request.files.map(({ field }) => field);
  const isForm = received.fileFields.length > 0;
  if (isForm) mustEqual(received.fileFields, uploads, `"${name}" carries other files than the preview says:`);
}

function errorText(outcome: { readonly kind: string; readonly error?: unknown }): string {
  return outcome.error instanceof Error
    ? `${outcome.error.name}: ${outcome.error.message}`
    : String(outcome.error);
}
