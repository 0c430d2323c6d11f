import { type ChannelDefinition, ChannelError, type WebhookPort } from '../../../src/channels/kit/index.ts';
import { call, createModelChannel, readEvent, toError } from './model-channel.ts';

export interface FaultyAdapter {
  readonly fault: string;
  readonly definition: ChannelDefinition;
  /** The promise that it breaks first. */
  readonly caughtBy: string;
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
  },
  {
    fault: 'believes everything while no secret is set',
    definition: withWebhook(({ verify }) => ({
      verify: (request, credentials) =>
        (credentials.secret ?? '') === '' ? 'authentic' : verify(request, credentials),
    })),
    caughtBy: 'believes nobody while it has no secret of its own',
  },
  {
    fault: 'signs only the first kilobyte',
    definition: createModelChannel({ signedBytes: (body) => body.subarray(0, 40) }),
    caughtBy: 'believes what the platform signed, over the bytes as they came',
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
  },
  {
    fault: 'loses the last digits of great numbers',
    definition: createModelChannel({ readJson: (text) => JSON.parse(text) }),
    caughtBy: 'keeps ids beyond 2^53 exactly, or does not claim to understand them',
  },
  {
    fault: 'loses the last digits of the names of sent messages',
    definition: { ...sound, send: createModelChannel({ readJson: (text) => JSON.parse(text) }).send },
    caughtBy: 'reads how the platform names what it took, and when',
  },
  {
    fault: 'drops a kind that it should know',
    definition: createModelChannel({
      readEvent: (event) => (event.type === 'image' ? null : readEvent(event)),
    }),
    caughtBy: 'understands every documented body, wholly',
  },
  {
    fault: 'passes over a kind that it should know',
    definition: createModelChannel({
      readEvent: (event) => (event.type === 'receipt' ? 'ignored' : readEvent(event)),
    }),
    caughtBy: 'brings in every receipt that it declares, and no other',
  },
  {
    fault: 'swallows what it does not know',
    definition: withWebhook(({ parse }) => ({
      parse: (body, account) => ({ ...parse(body, account), unknown: [] }),
    })),
    caughtBy: 'keeps what it does not know, and says so',
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
  },
  {
    fault: 'declares reactions that never come',
    definition: withCapabilities({ reactions: { inbound: true, outbound: null } }),
    caughtBy: 'brings in every kind of event that it declares, and no other',
  },
  {
    fault: 'brings pictures in without declaring them',
    definition: withCapabilities({ parts: { inbound: ['text'], outbound: ['text', 'media', 'choice'] } }),
    caughtBy: 'brings in every kind of part that it declares, and no other',
  },
  {
    fault: 'declares edits that it can not make',
    definition: withCapabilities({ edits: { inbound: false, outbound: { withinMs: null } } }),
    caughtBy: 'declares what its functions can do, and nothing else',
  },
  {
    fault: 'declares places that it sends as text',
    definition: withCapabilities({
      parts: { inbound: ['text', 'media'], outbound: ['text', 'media', 'choice', 'location'] },
    }),
    caughtBy: 'shows every kind of part that it declares, whole',
  },
  {
    fault: 'cuts a long text off',
    definition: createModelChannel({
      splitText: (text) => [text.slice(0, 100), '…'].slice(0, text.length > 100 ? 2 : 1),
    }),
    caughtBy: 'keeps within the length of a text, and brings all words of a longer one',
  },
  {
    fault: 'ignores the length of a text',
    definition: createModelChannel({ splitText: (text) => [text] }),
    caughtBy: 'keeps within the length of a text, and brings all words of a longer one',
  },
  {
    fault: 'cuts characters in two',
    definition: createModelChannel({
      splitText: (text) =>
        text.match(/[\s\S]{1,99}/gu)?.flatMap((piece) => piece.match(/[\s\S]{1,99}/g) ?? []) ?? [],
    }),
    caughtBy: 'keeps within the length of a text, and brings all words of a longer one',
  },
  {
    fault: 'shows more options than it declares',
    definition: createModelChannel({ maxOptions: 99 }),
    caughtBy: 'keeps within the options, titles and payloads of a choice',
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
  },
  {
    fault: 'degrades although the author wants it whole',
    definition: {
      ...sound,
      render: (message) =>
        sound.render({ ...message, options: { ...message.options, onUnsupported: 'DEGRADE' } }),
    },
    caughtBy: 'loses nothing when the author wants it whole or not at all',
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
  },
  {
    fault: 'adds something between preview and wire',
    definition: {
      ...sound,
      send: (request, context) =>
        sound.send({ ...request, body: { ...request.body, footer: 'Sent by Model' } }, context),
    },
    caughtBy: 'sends exactly what the preview shows, for every kind of part',
  },
  {
    fault: 'sends twice when the platform stumbles',
    definition: {
      ...sound,
      send: (request, context) => sound.send(request, context).catch(() => sound.send(request, context)),
    },
    caughtBy: 'tells every documented refusal apart, and keeps its code',
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
  },
  {
    fault: 'calls a broken connection "not sent"',
    definition: withErrors((error) => (error.kind === 'indeterminate' ? as('unavailable', error) : error)),
    caughtBy: 'says that nobody knows when the connection breaks after the request',
  },
  {
    fault: 'calls a refused connection "nobody knows"',
    definition: withErrors((error) => (error.kind === 'unavailable' ? as('indeterminate', error) : error)),
    caughtBy: 'says that nothing was sent when the platform can not be reached',
  },
  {
    fault: 'takes a throttle for a refusal',
    definition: withErrors((error) => (error.kind === 'throttled' ? as('rejected', error) : error)),
    caughtBy: 'tells every documented refusal apart, and keeps its code',
  },
  {
    fault: 'forgets how long to wait',
    definition: createModelChannel({ toError: (status) => toError(status, {}) }),
    caughtBy: 'tells every documented refusal apart, and keeps its code',
  },
  {
    fault: 'takes bad credentials for a bad message',
    definition: withErrors((error) => (error.kind === 'unauthorized' ? as('rejected', error) : error)),
    caughtBy: 'tells every documented refusal apart, and keeps its code',
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
  },
  {
    fault: 'throws errors of its own',
    definition: withErrors((error) => new Error(error.message)),
    caughtBy: 'tells every documented refusal apart, and keeps its code',
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
  },
  {
    fault: 'goes past the guarded fetch',
    definition: { ...sound, send: (request, context) => sound.send(request, { ...context, fetch }) },
    caughtBy: 'reaches the network only through the fetch that it is given',
  },
  {
    fault: 'uploads a file of any size',
    definition: {
      ...sound,
      send: (request, context) =>
        sound.send({ ...request, files: request.files.map((file) => ({ ...file, maxBytes: 1e9 })) }, context),
    },
    caughtBy: 'refuses a file that is larger than the platform takes, and sends nothing',
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
  },
  {
    fault: 'takes any credentials',
    definition: { ...sound, checkCredentials: () => [] },
    caughtBy: 'takes credentials in the right shape and no others',
  },
  {
    fault: 'does not pass on that a change was refused',
    definition: {
      ...sound,
      delete: (target, context) => sound.delete?.(target, context).catch(() => {}) ?? Promise.resolve(),
    },
    caughtBy: 'says so when the platform refuses what it does beside sending',
  },
];
