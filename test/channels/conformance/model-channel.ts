import { createHmac } from 'node:crypto';
import {
  type AccountContext,
  type ChannelDefinition,
  ChannelError,
  classifyNetworkFailure,
  type InboundEvent,
  isSameSecret,
  type OutboundMessage,
  type ParsedPayload,
  type Part,
  parseLosslessJson,
  type Rendering,
  retryKeyOf,
  type SendReceipt,
  type WireRequest,
} from '../../../src/channels/kit/index.ts';

/** The places at which a test makes the model wrong. */
export interface ModelSeams {
  readonly readJson: (text: string) => unknown;
  readonly signedBytes: (body: Uint8Array) => string | Uint8Array;
  readonly splitText: (text: string) => readonly string[];
  readonly readEvent: (event: ModelEvent) => InboundEvent | 'ignored' | null;
  readonly toError: (status: number, body: { readonly retry_after?: number }) => ChannelError;
  readonly maxOptions: number;
  readonly retryKey: typeof retryKeyOf;
}

export interface ModelEvent {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly from?: unknown;
  readonly at?: unknown;
  readonly text?: unknown;
  readonly file?: unknown;
  readonly status?: unknown;
}

const MAX_TEXT = 100;
const MAX_UPLOAD = 1_000_000;

const SOUND: ModelSeams = {
  readJson: parseLosslessJson,
  signedBytes: (body) => body,
  splitText: (text) => {
    const pieces: string[] = [];
    for (const word of text.split(/\s+/u)) {
      const last = pieces.at(-1);
      if (last !== undefined && last.length + 1 + word.length <= MAX_TEXT)
        pieces.splice(-1, 1, `${last} ${word}`);
      else pieces.push(word);
    }
    return text.length <= MAX_TEXT ? [text] : pieces.filter((piece) => piece !== '');
  },
  readEvent,
  toError,
  maxOptions: 3,
  retryKey: retryKeyOf,
};

/** A small channel without a platform that keeps the whole contract, for tests of the kit itself. */
export function createModelChannel(seams: Partial<ModelSeams> = {}): ChannelDefinition {
  const model = { ...SOUND, ...seams };
  return {
    name: 'model',
    displayName: 'Model',
    capabilities: {
      parts: { inbound: ['text', 'media'], outbound: ['text', 'media', 'choice'] },
      text: { maxLength: MAX_TEXT, countedIn: 'utf16', formatting: [] },
      caption: null,
      media: {
        image: { maxUploadBytes: MAX_UPLOAD, maxUrlBytes: null, mimeTypes: ['image/*'], takesCaption: false },
      },
      maxAlbumSize: 1,
      choice: {
        styles: ['buttons'],
        actions: ['reply'],
        maxOptions: 3,
        maxTitleLength: 20,
        maxPayloadBytes: 40,
      },
      cards: null,
      edits: { inbound: false, outbound: null },
      deletes: { inbound: false, outbound: { withinMs: null } },
      reactions: { inbound: false, outbound: null },
      replies: { inbound: false, outbound: false },
      typing: { inbound: false, outbound: null },
      readMarks: { outbound: false },
      receipts: ['DELIVERED'],
      initiation: 'customer',
      messagingWindowMs: null,
      retryKey: { validForMs: 60 * 60 * 1000 },
      rateLimits: [],
    },
    credentialFields: [
      { name: 'secret', label: 'Secret', description: 'Signs.', isSecret: true, isRequired: true },
    ],
    settingFields: [],
    defaultApiBaseUrl: 'https://api.model.example',
    policyEditions: [
      {
        name: 'model/2020-01-01',
        channel: 'model',
        effectiveFrom: '2020-01-01',
        title: 'Customers write first',
        source: 'https://model.example/rules',
        rules: ['opted-out', 'customer-first'],
      },
    ],
    checkCredentials: ({ secret }) =>
      (secret ?? '').length >= 8 ? [] : [{ field: 'secret', message: 'A secret has at least 8 characters.' }],
    async connect(context) {
      try {
        const answer = await call('whoami', {}, context, model);
        if (Object(answer).id === undefined) throw new Error('It does not say who we are.');
        const step = { name: 'whoami', isOk: true, description: 'The secret works.', platformCode: null };
        return { steps: [step], account: { externalId: 'acme', displayName: 'Acme', username: null } };
      } catch {
        const step = { name: 'whoami', isOk: false, description: 'The secret fails.', platformCode: 'no' };
        return { steps: [step], account: null };
      }
    },
    webhook: {
      verify({ headers, body }, { secret = '' }) {
        const given = headers['x-model-signature'];
        if (given === undefined) return 'unsigned';
        if (typeof given !== 'string' || secret === '') return 'forged';
        const expected = createHmac('sha256', secret).update(model.signedBytes(body)).digest('hex');
        return isSameSecret(given, expected) ? 'authentic' : 'forged';
      },
      parse: (body) => parse(body, model),
      answerHandshake: ({ method, query }) =>
        method === 'GET' ? { status: 200, contentType: 'text/plain', body: query.challenge ?? '' } : null,
    },
    render: (message) => render(message, model),
    send: (request, context) => send(request, context, model),
    async delete({ messageExternalId }, context) {
      await call('delete', { id: messageExternalId }, context, model);
    },
  };
}

function parse(body: Uint8Array, model: ModelSeams): ParsedPayload {
  let json: unknown;
  try {
    json = model.readJson(new TextDecoder().decode(body));
  } catch {
    return { events: [], unknown: ['no JSON'], ignored: [] };
  }
  if (typeof json !== 'object' || json === null || !('events' in json) || !Array.isArray(json.events)) {
    return { events: [], unknown: ['no list of events'], ignored: [] };
  }
  const read = json.events.map((event: unknown) =>
    typeof event === 'object' && event !== null ? model.readEvent(event) : null,
  );
  return {
    events: read.flatMap((event) =>
      event === null || event === 'ignored' ? [] : [{ accountExternalId: null, event }],
    ),
    unknown: read.includes(null) ? ['event'] : [],
    ignored: read.includes('ignored') ? ['ping'] : [],
  };
}

/** Null: nobody knows it. */
export function readEvent({
  type,
  id,
  from,
  at,
  text,
  file,
  status,
}: ModelEvent): InboundEvent | 'ignored' | null {
  if (type === 'ping') return 'ignored';
  const when = typeof at === 'number' && at > 0 && at < 1e11 ? new Date(at * 1000) : null;
  const externalId = typeof id === 'number' || typeof id === 'string' ? String(id) : '';
  if (externalId === '' || typeof from !== 'string' || from === '') return null;
  if (type === 'receipt') {
    if (status !== 'delivered') return null;
    return { kind: 'receipt', status: 'DELIVERED', target: { externalId }, occurredAt: when };
  }
  const part = toPart(type, text, file);
  return part === null
    ? null
    : { kind: 'message', externalId, sender: { externalId: from }, parts: [part], sentAt: when };
}

function toPart(type: unknown, text: unknown, file: unknown): Part | null {
  if (type === 'text' && typeof text === 'string') return { type: 'text', text };
  if (type !== 'image' || typeof file !== 'string') return null;
  return { type: 'media', kind: 'image', source: { from: 'platform', reference: file } };
}

function render({ id, parts, recipient, options, replyTo }: OutboundMessage, model: ModelSeams): Rendering {
  const description = 'There are no replies here';
  if (replyTo !== null && options.onUnsupported === 'REFUSE') {
    return { kind: 'unrenderable', problems: [{ partIndex: null, message: description }] };
  }
  const rendered = parts.map((part, index) => renderPart(part, index, recipient.externalId, options, model));
  const problems = rendered.flatMap((one) => (one.kind === 'unrenderable' ? one.problems : []));
  if (problems.length > 0) return { kind: 'unrenderable', problems };
  const shown = rendered.filter((one) => one.kind === 'rendered');
  return {
    kind: 'rendered',
    requests: shown
      .flatMap(({ requests }) => requests)
      .map((request, index) => ({ ...request, headers: { 'x-retry-key': model.retryKey(id, index) } })),
    losses: [
      ...shown.flatMap(({ losses }) => losses),
      ...(replyTo === null ? [] : [{ partIndex: 0, code: 'reply-dropped' as const, description }]),
    ],
  };
}

function renderPart(
  part: Part,
  partIndex: number,
  to: string,
  options: OutboundMessage['options'],
  model: ModelSeams,
): Rendering {
  const request = (body: object, files: WireRequest['files'] = []): WireRequest => ({
    operation: 'send',
    body: { to, ...body },
    files,
    partIndexes: [partIndex],
    cost: 1,
  });
  const refused = (message: string): Rendering => ({
    kind: 'unrenderable',
    problems: [{ partIndex, message }],
  });
  if (part.type === 'text') {
    const pieces = model.splitText(part.text);
    if (pieces.length > 1 && options.overlongText === 'REFUSE') return refused('The text is too long.');
    const isFormatted = (part.formatting ?? []).length > 0;
    if (isFormatted && options.onUnsupported === 'REFUSE') return refused('There is no formatting.');
    return {
      kind: 'rendered',
      requests: pieces.map((text) => request({ text })),
      losses: [
        ...(pieces.length > 1
          ? [{ partIndex, code: 'text-split' as const, description: 'It is split' }]
          : []),
        ...(isFormatted
          ? [{ partIndex, code: 'formatting-dropped' as const, description: 'It is plain' }]
          : []),
      ],
    };
  }
  if (part.type === 'media' && part.kind === 'image' && (part.sizeBytes ?? 0) <= MAX_UPLOAD) {
    const { source, fileName = 'image', mimeType = null } = part;
    const file = { field: 'file', source, fileName, mimeType, maxBytes: MAX_UPLOAD };
    return { kind: 'rendered', requests: [request({ image: 'attached' }, [file])], losses: [] };
  }
  if (part.type === 'choice' && part.style === 'buttons' && part.options.length <= model.maxOptions) {
    const buttons = part.options.flatMap((option) => (option.action === 'reply' ? [option] : []));
    const fits = buttons.every(
      ({ title, payload }) => title.length <= 20 && Buffer.byteLength(payload, 'utf8') <= 40,
    );
    if (fits && buttons.length === part.options.length) {
      const body = { text: part.text, buttons: buttons.map(({ title, payload }) => ({ title, payload })) };
      return { kind: 'rendered', requests: [request(body)], losses: [] };
    }
  }
  if (options.onUnsupported === 'REFUSE') return refused(`There is no ${part.type} here.`);
  const loss = { partIndex, code: 'other' as const, description: 'Only its name is sent' };
  return { kind: 'rendered', requests: [request({ text: `[${part.type}]` })], losses: [loss] };
}

async function send(wire: WireRequest, context: AccountContext, model: ModelSeams): Promise<SendReceipt> {
  const answer = await call(wire.operation, await toBody(wire, context), context, model, wire.headers);
  if (typeof answer !== 'object' || answer === null || !('id' in answer)) {
    throw new ChannelError('indeterminate', 'It was taken and not named.', { platformCode: 'answer' });
  }
  return { externalIds: [String(answer.id)], acceptedAt: null };
}

async function toBody({ body, files }: WireRequest, context: AccountContext): Promise<object> {
  const form = new FormData();
  for (const { field, source, fileName, maxBytes } of files) {
    const { bytes } = await context.openMedia(source, maxBytes);
    if (bytes.length > maxBytes) {
      throw new ChannelError('rejected', 'Too large.', { platformCode: 'size', cause: 'too-large' });
    }
    form.append(field, new Blob([new Uint8Array(bytes)]), fileName);
  }
  if (files.length === 0) return body;
  for (const [name, value] of Object.entries(body)) form.append(name, String(value));
  return form;
}

export async function call(
  operation: string,
  body: object,
  { apiBaseUrl, credentials, fetch }: AccountContext,
  model: Pick<ModelSeams, 'readJson' | 'toError'>,
  more: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const headers = { ...more, authorization: `Bearer ${credentials.secret}` };
  const init =
    body instanceof FormData
      ? { body, headers }
      : { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
  let response: Response;
  try {
    response = await fetch(`${apiBaseUrl}/${operation}`, { method: 'POST', ...init });
  } catch (error) {
    const kind = classifyNetworkFailure(error) === 'not-sent' ? 'unavailable' : 'indeterminate';
    throw new ChannelError(kind, 'The connection failed.', { platformCode: 'network' });
  }
  const answer = await response
    .text()
    .then((text) => model.readJson(text))
    .catch(() => ({}));
  // 409: the platform has taken a request with this key before, and says under which name.
  if (!response.ok && response.status !== 409) throw model.toError(response.status, Object(answer));
  return answer;
}

export function toError(status: number, { retry_after: seconds = 1 }: { readonly retry_after?: number }) {
  const facts = { platformCode: String(status) };
  if (status === 401) return new ChannelError('unauthorized', 'Who are you?', facts);
  if (status === 429)
    return new ChannelError('throttled', 'Later.', { ...facts, retryAfterMs: seconds * 1000 });
  if (status >= 500) return new ChannelError('indeterminate', 'It stumbled.', facts);
  return new ChannelError('rejected', 'No.', { ...facts, cause: status === 410 ? 'gone' : 'other' });
}
