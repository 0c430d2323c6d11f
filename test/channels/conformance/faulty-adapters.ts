import {
  type BroadcastOutcome,
  type ChannelDefinition,
  ChannelError,
  type WebhookPort,
} from '../../../src/channels/kit/index.ts';
import { call, createModelChannel, readEvent, toError } from './model-channel.ts';

export interface FaultyAdapter {
  readonly fault: string;
  readonly definition: ChannelDefinition;
  /** The promise that it breaks first. */
  readonly caughtBy: string;
  /** What its author then reads, among other words: the reason, and not some other one. */
  readonly saying: string;
}

const sound = createModelChannel();

/** The sound model with another webhook. */
function withWebhook(change: (webhook: WebhookPort) => Partial<WebhookPort>): ChannelDefinition {
  const webhook = sound.webhook;
  if (webhook === undefined) throw new Error('The model has a webhook.');
  return { ...sound, webhook: { ...webhook, ...change(webhook) } };
}

const withCapabilities = (change: Partial<ChannelDefinition['capabilities']>): ChannelDefinition => ({
  ...sound,
  capabilities: { ...sound.capabilities, ...change },
});

/** The sound model whose errors are something else. */
const withErrors = (change: (error: ChannelError) => unknown): ChannelDefinition => ({
  ...sound,
  send: async (request, context) => {
    try {
      return await sound.send(request, context);
    } catch (error) {
      throw error instanceof ChannelError ? change(error) : error;
    }
  },
});

/** The sound model with one request to many, of which it tells so. */
const withBroadcast = (
  outcomesOf: (recipients: readonly string[]) => readonly BroadcastOutcome[],
): ChannelDefinition => ({
  ...sound,
  broadcast: {
    maxRecipients: 10,
    rateLimit: {
      scope: 'account',
      messages: 1,
      perMs: 1_000,
      burst: 0,
      effectiveFrom: '2026-01-01',
      source: 'https://model.example',
    },
    render: ({ recipients }) => ({
      kind: 'rendered',
      requests: [{ operation: 'broadcast', body: { to: recipients }, files: [], partIndexes: [0], cost: 1 }],
      losses: [],
    }),
    send: async ({ operation, body }, context) => {
      await call(operation, body, context, { readJson: JSON.parse, toError });
      return outcomesOf([body.to].flat().map(String));
    },
  },
});

const as = (kind: ChannelError['kind'], error: ChannelError) =>
  new ChannelError(kind, error.message, error.facts);
const seen = new Set<string>();

/** Mistakes that adapters are really written with, each alone in an adapter that is sound otherwise. */
export const FAULTY_ADAPTERS: readonly FaultyAdapter[] = [
  {
    fault: 'signs JSON that it has read and written again',
    definition: createModelChannel({
      signedBytes: (body) => JSON.stringify(JSON.parse(new TextDecoder().decode(body))),
    }),
    caughtBy: 'believes what the platform signed, over the bytes as they came',
    saying: 'Verify the raw bytes',
  },
  {
    fault: 'compares only the beginning of a signature',
    definition: withWebhook(({ verify }) => ({
      verify: (request, credentials) => {
        const given = request.headers['x-model-signature'];
        return typeof given === 'string' && given.length < 64 && given !== ''
          ? 'authentic'
          : verify(request, credentials);
      },
    })),
    caughtBy: 'does not believe a missing, empty, shortened or doubled signature',
    saying: 'is believed',
  },
  {
    fault: 'lets requests without a signature in',
    definition: withWebhook(({ verify }) => ({
      verify: (request, credentials) => {
        const verdict = verify(request, credentials);
        return verdict === 'unsigned' ? 'authentic' : verdict;
      },
    })),
    caughtBy: 'does not believe a missing, empty, shortened or doubled signature',
    saying: 'A body without "x-model-signature" is believed',
  },
  {
    fault: 'believes everything while no secret is set',
    definition: withWebhook(({ verify }) => ({
      verify: (request, credentials) =>
        (credentials.secret ?? '') === '' ? 'authentic' : verify(request, credentials),
    })),
    caughtBy: 'believes nobody while it has no secret of its own',
    saying: 'although the account has no secret',
  },
  {
    fault: 'signs the text of a body that it has trimmed and normalised',
    definition: createModelChannel({
      signedBytes: (body) => new TextDecoder().decode(body).normalize('NFD'),
    }),
    caughtBy: 'believes what the platform signed, over the bytes as they came',
    saying: 'Verify the raw bytes',
  },
  {
    fault: 'answers every request as a handshake',
    definition: withWebhook(() => ({
      answerHandshake: ({ query }) => ({
        status: 200,
        contentType: 'text/plain',
        body: query.challenge ?? '',
      }),
    })),
    caughtBy: 'answers a proof of ownership, and takes nothing else for one',
    saying: 'An event is taken for a handshake and would be lost',
  },
  {
    fault: 'loses the last digits of great numbers',
    definition: createModelChannel({ readJson: (text) => JSON.parse(text) }),
    caughtBy: 'keeps ids beyond 2^53 exactly, or does not claim to understand them',
    saying: 'Read the body with parseLosslessJson',
  },
  {
    fault: 'loses the last digits of the names of sent messages',
    definition: { ...sound, send: createModelChannel({ readJson: (text) => JSON.parse(text) }).send },
    caughtBy: 'reads how the platform names what it took, and when',
    saying: "'5741311803571721000'",
  },
  {
    fault: 'drops a kind that it should know',
    definition: createModelChannel({
      readEvent: (event) => (event.type === 'image' ? null : readEvent(event)),
    }),
    caughtBy: 'understands every documented body, wholly',
    saying: '"a picture and a receipt" is parsed to something else',
  },
  {
    fault: 'passes over a kind that it should know',
    definition: createModelChannel({
      readEvent: (event) => (event.type === 'receipt' ? 'ignored' : readEvent(event)),
    }),
    caughtBy: 'brings in every receipt that it declares, and no other',
    saying: 'declare DELIVERED receipts, but no fixture brings any',
  },
  {
    fault: 'swallows what it does not know',
    definition: withWebhook(({ parse }) => ({
      parse: (body, account) => ({ ...parse(body, account), unknown: [] }),
    })),
    caughtBy: 'keeps what it does not know, and says so',
    saying: 'in silence: put a label into `unknown`',
  },
  {
    fault: 'throws for what it can not read',
    definition: withWebhook(({ parse }) => ({
      parse: (body, account) => {
        const { events, unknown, ignored } = parse(body, account);
        if (unknown.includes('no JSON')) throw new SyntaxError('Unexpected end of JSON input');
        return { events, unknown, ignored };
      },
    })),
    caughtBy: 'returns for bytes that are no body of the platform, and keeps them',
    saying: 'it threw for an empty body',
  },
  {
    fault: 'trusts the type of a field',
    definition: createModelChannel({
      readEvent: (event) => {
        const read = readEvent(event);
        if (read === null || read === 'ignored' || read.kind !== 'message') return read;
        return { ...read, sentAt: new Date(Number(event.at) * 1000) };
      },
    }),
    caughtBy: 'returns whatever stands in a field, and what it returns has the shape that the core relies on',
    saying: 'Invalid Date',
  },
  {
    fault: 'remembers what it has seen',
    definition: createModelChannel({
      readEvent: (event) => {
        const isNew = !seen.has(String(event.id));
        seen.add(String(event.id));
        return isNew ? readEvent(event) : 'ignored';
      },
    }),
    caughtBy: 'says the same of a repeated body, whatever came between',
    saying: 'depends on what came before it',
  },
  {
    fault: 'names messages by a count of its own',
    definition: createModelChannel({
      readEvent: (event) => {
        const read = readEvent(event);
        if (read === null || read === 'ignored' || read.kind !== 'message') return read;
        return { ...read, externalId: String(performance.now()) };
      },
    }),
    caughtBy: 'names a message that is delivered again as before, and two messages differently',
    saying: 'is a second delivery of "a text"',
  },
  {
    fault: 'declares reactions that never come',
    definition: withCapabilities({ reactions: { inbound: true, outbound: null } }),
    caughtBy: 'brings in every kind of event that it declares, and no other',
    saying: 'declare inbound reactions, but no fixture brings any',
  },
  {
    fault: 'brings pictures in without declaring them',
    definition: withCapabilities({ parts: { inbound: ['text'], outbound: ['text', 'media', 'choice'] } }),
    caughtBy: 'brings in every kind of part that it declares, and no other',
    saying: 'of type "media", which the capabilities do not declare',
  },
  {
    fault: 'declares edits that it can not make',
    definition: withCapabilities({ edits: { inbound: false, outbound: { withinMs: null } } }),
    caughtBy: 'declares what its functions can do, and nothing else',
    saying: 'declare editing, but nothing does it',
  },
  {
    fault: 'declares places that it sends as text',
    definition: withCapabilities({
      parts: { inbound: ['text', 'media'], outbound: ['text', 'media', 'choice', 'location'] },
    }),
    caughtBy: 'shows every kind of part that it declares, whole',
    saying: '"location" are declared, but no sample is rendered without loss',
  },
  {
    fault: 'cuts a long text off',
    definition: createModelChannel({
      splitText: (text) => [text.slice(0, 100), '…'].slice(0, text.length > 100 ? 2 : 1),
    }),
    caughtBy: 'keeps within the length of a text, and brings all words of a longer one',
    saying: 'words of an overlong text are lost',
  },
  {
    fault: 'ignores the length of a text',
    definition: createModelChannel({ splitText: (text) => [text] }),
    caughtBy: 'keeps within the length of a text, and brings all words of a longer one',
    saying: 'rendered although a split is refused',
  },
  {
    fault: 'cuts characters in two',
    definition: createModelChannel({
      // Without the flag `u`, which makes a character of two halves.
      splitText: (text) => text.match(/[\s\S]{1,100}/g) ?? [],
    }),
    caughtBy: 'keeps within the length of a text, and brings all words of a longer one',
    saying: 'A text is cut in the middle of a character',
  },
  {
    fault: 'shows more options than it declares',
    definition: createModelChannel({ maxOptions: 99 }),
    caughtBy: 'keeps within the options, titles and payloads of a choice',
    saying: 'above the declared limits, but rendered: 4 options',
  },
  {
    fault: 'says nothing of what is lost',
    definition: {
      ...sound,
      render: (message) => {
        const rendering = sound.render(message);
        return rendering.kind === 'rendered' ? { ...rendering, losses: [] } : rendering;
      },
    },
    caughtBy: 'says what is lost of every kind of part that it does not declare',
    saying: 'rendered without loss, but not declared',
  },
  {
    fault: 'degrades although the author wants it whole',
    definition: {
      ...sound,
      render: (message) =>
        sound.render({ ...message, options: { ...message.options, onUnsupported: 'DEGRADE' } }),
    },
    caughtBy: 'loses nothing when the author wants it whole or not at all',
    saying: 'REFUSE was asked, but "text: bold" loses',
  },
  {
    fault: 'renders by chance',
    definition: {
      ...sound,
      render: (message) => {
        const rendering = sound.render(message);
        if (rendering.kind === 'unrenderable') return rendering;
        const requests = rendering.requests.map((request) => ({
          ...request,
          body: { ...request.body, nonce: Math.random() },
        }));
        return { ...rendering, requests };
      },
    },
    caughtBy: 'renders any message of any kind to requests or to reasons, and the same again',
    saying: '"text" is rendered anew',
  },
  {
    fault: 'adds something between preview and wire',
    definition: {
      ...sound,
      send: (request, context) =>
        sound.send({ ...request, body: { ...request.body, footer: 'Sent by Model' } }, context),
    },
    caughtBy: 'sends exactly what the preview shows, for every kind of part',
    saying: "footer: 'Sent by Model'",
  },
  {
    fault: 'sends twice when the platform stumbles',
    definition: {
      ...sound,
      send: (request, context) => sound.send(request, context).catch(() => sound.send(request, context)),
    },
    caughtBy: 'tells every documented refusal apart, and keeps its code',
    saying: 'makes 2 requests that send',
  },
  {
    fault: 'sends everything twice',
    definition: {
      ...sound,
      send: async (request, context) => {
        await sound.send(request, context);
        return sound.send(request, context);
      },
    },
    caughtBy: 'sends exactly what the preview shows, for every kind of part',
    saying: '"text" makes 2 requests that send, not one',
  },
  {
    fault: 'calls a broken connection "not sent"',
    definition: withErrors((error) => (error.kind === 'indeterminate' ? as('unavailable', error) : error)),
    caughtBy: 'says that nobody knows when the connection breaks after the request',
    saying: 'the message may have been sent',
  },
  {
    fault: 'calls a refused connection "nobody knows"',
    definition: withErrors((error) => (error.kind === 'unavailable' ? as('indeterminate', error) : error)),
    caughtBy: 'says that nothing was sent when the platform can not be reached',
    saying: '"indeterminate", not "unavailable"',
  },
  {
    fault: 'takes a throttle for a refusal',
    definition: withErrors((error) => (error.kind === 'throttled' ? as('rejected', error) : error)),
    caughtBy: 'tells every documented refusal apart, and keeps its code',
    saying: 'The refusal "too many" means something else',
  },
  {
    fault: 'forgets how long to wait',
    definition: createModelChannel({ toError: (status) => toError(status, {}) }),
    caughtBy: 'tells every documented refusal apart, and keeps its code',
    saying: '1000 !== 7000',
  },
  {
    fault: 'takes bad credentials for a bad message',
    definition: withErrors((error) => (error.kind === 'unauthorized' ? as('rejected', error) : error)),
    caughtBy: 'tells every documented refusal apart, and keeps its code',
    saying: 'The refusal "no access" means something else',
  },
  {
    fault: 'forgets codes that it does not know',
    definition: createModelChannel({
      toError: (status, body) =>
        status === 418
          ? new ChannelError('rejected', 'No.', { platformCode: 'other' })
          : toError(status, body),
    }),
    caughtBy: 'keeps the code of a refusal that it does not know',
    saying: 'the code is lost',
  },
  {
    fault: 'throws errors of its own',
    definition: withErrors((error) => new Error(error.message)),
    caughtBy: 'tells every documented refusal apart, and keeps its code',
    saying: 'something else than a ChannelError',
  },
  {
    fault: 'makes an id up when it can not read the answer',
    definition: {
      ...sound,
      send: async (request, context) => {
        try {
          return await sound.send(request, context);
        } catch (error) {
          const isUnread = error instanceof ChannelError && error.facts.platformCode === 'answer';
          if (isUnread) return { externalIds: ['made-up'], acceptedAt: null };
          throw error;
        }
      },
    },
    caughtBy: 'says that nobody knows when the answer can not be read',
    saying: 'It reports success although the platform answered 200',
  },
  {
    fault: 'shows the secret in an error',
    definition: {
      ...sound,
      send: async (request, context) => {
        try {
          return await sound.send(request, context);
        } catch (error) {
          if (!(error instanceof ChannelError)) throw error;
          throw new ChannelError(error.kind, `Bearer ${context.credentials.secret} failed.`, error.facts);
        }
      },
    },
    caughtBy: 'shows no secret, whatever goes wrong',
    saying: 'An error shows a secret',
  },
  {
    fault: 'goes past the guarded fetch',
    definition: { ...sound, send: (request, context) => sound.send(request, { ...context, fetch }) },
    caughtBy: 'reaches the network only through the fetch that it is given',
    saying: 'although the given fetch let nothing out',
  },
  {
    fault: 'uploads a file of any size',
    definition: {
      ...sound,
      send: (request, context) =>
        sound.send({ ...request, files: request.files.map((file) => ({ ...file, maxBytes: 1e9 })) }, context),
    },
    caughtBy: 'refuses a file that is larger than the platform takes, and sends nothing',
    saying: 'A file that is too large is "accepted"',
  },
  {
    fault: 'makes a new key for each attempt',
    definition: createModelChannel({ retryKey: () => crypto.randomUUID() }),
    caughtBy: 'renders any message of any kind to requests or to reasons, and the same again',
    saying: 'is rendered anew',
  },
  {
    fault: 'gives all requests of a message one key',
    definition: createModelChannel({ retryKey: (id) => id }),
    caughtBy: 'names each request by a key that the platform knows again, where there is one',
    saying: 'their keys must differ',
  },
  {
    fault: 'keeps the key of a request to itself',
    definition: {
      ...sound,
      send: ({ headers: _, ...request }, context) => sound.send(request, context),
    },
    caughtBy: 'sends exactly what the preview shows, for every kind of part',
    saying: 'is sent without its "x-retry-key"',
  },
  {
    fault: 'takes a request that came before for a refusal',
    definition: {
      ...sound,
      send: (request, context) =>
        sound.send(request, {
          ...context,
          fetch: async (url, init) => {
            const response = await context.fetch(url, init);
            return response.status === 409 ? new Response('{}', { status: 400 }) : response;
          },
        }),
    },
    caughtBy: 'names each request by a key that the platform knows again, where there is one',
    saying: '"one that came before" was accepted, but it throws',
  },
  {
    fault: 'throws when the platform refuses the account',
    definition: {
      ...sound,
      connect: async (context) => {
        await call('whoami', {}, context, { readJson: JSON.parse, toError });
        return sound.connect(context, { mode: 'polling' });
      },
    },
    caughtBy: 'reports the step at which connecting failed, and never throws',
    saying: "connect never throws for a platform's no",
  },
  {
    fault: 'calls every account connected',
    definition: {
      ...sound,
      connect: async () => ({
        steps: [{ name: 'whoami', isOk: true, description: 'Fine.', platformCode: null }],
        account: { externalId: 'acme', displayName: 'Acme', username: null },
      }),
    },
    caughtBy: 'reports the step at which connecting failed, and never throws',
    saying: 'no step has failed',
  },
  {
    fault: 'takes any credentials',
    definition: { ...sound, checkCredentials: () => [] },
    caughtBy: 'takes credentials in the right shape and no others',
    saying: 'It does not miss "secret"',
  },
  {
    fault: 'does not pass on that a change was refused',
    definition: {
      ...sound,
      delete: (target, context) => sound.delete?.(target, context).catch(() => {}) ?? Promise.resolve(),
    },
    caughtBy: 'says so when the platform refuses what it does beside sending',
    saying: 'It reports success although delete was refused',
  },
  {
    fault: 'calls a profile that it may not read an unknown one',
    definition: {
      ...sound,
      fetchProfile: async (_externalId, context) => {
        await call('profile', {}, context, { readJson: JSON.parse, toError }).catch(() => {});
        return null;
      },
    },
    caughtBy: 'says so when the platform refuses what it does beside sending',
    saying: 'It reports success although fetchProfile was refused',
  },
  {
    fault: 'leaves what is replied to out in silence',
    definition: {
      ...withCapabilities({ replies: { inbound: false, outbound: true } }),
      render: (message) => sound.render({ ...message, replyTo: null }),
    },
    caughtBy: 'answers a certain message where it declares that, and says so where it can not',
    saying: 'a reply is rendered like any other text',
  },
  {
    fault: 'replies without having said that it can',
    definition: { ...sound, render: (message) => sound.render({ ...message, replyTo: null }) },
    caughtBy: 'answers a certain message where it declares that, and says so where it can not',
    saying: 'Replies are not declared, but rendered as if nothing were lost',
  },
  {
    fault: 'asks for a number without having said that it can',
    definition: {
      ...sound,
      render: (message) => {
        const [part] = message.parts;
        const asksForNumber =
          part?.type === 'choice' && part.options.every(({ action }) => action === 'share-phone');
        return asksForNumber
          ? sound.render({ ...message, parts: [{ type: 'text', text: part.text }] })
          : sound.render(message);
      },
    },
    caughtBy: 'offers the choices that it declares',
    saying: 'Action "share-phone" is not declared',
  },
  {
    fault: 'names all messages of a broadcast alike',
    definition: withBroadcast((recipients) =>
      recipients.map((recipientExternalId) => ({
        kind: 'accepted',
        recipientExternalId,
        externalId: '6130482957716211604',
      })),
    ),
    caughtBy: 'sends a broadcast once, as it is previewed, and tells of every recipient',
    saying: 'Two recipients of a broadcast share one external id',
  },
  {
    fault: 'forgets whom a broadcast went to',
    definition: withBroadcast((recipients) =>
      recipients.slice(1).map((recipientExternalId) => ({
        kind: 'accepted',
        recipientExternalId,
        externalId: `1:${recipientExternalId}`,
      })),
    ),
    caughtBy: 'sends a broadcast once, as it is previewed, and tells of every recipient',
    saying: 'not those of its recipients',
  },
  {
    fault: 'broadcasts to more than it declares',
    definition: withBroadcast(() => []),
    caughtBy: 'takes as many recipients of a broadcast as it declares, and at least one',
    saying: 'A broadcast to one more is rendered',
  },
];
