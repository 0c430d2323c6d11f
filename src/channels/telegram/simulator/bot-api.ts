import type { AnswerFault } from '../../shared/simulator/faults.ts';
import type { SimulatorReply, SimulatorRequest } from '../../shared/simulator/http-server.ts';
import type { WatchableList } from '../../shared/simulator/watchable-list.ts';
import {
  type Answer,
  entityTooLarge,
  isRefusal,
  notFound,
  Refusal,
  tooManyRequests,
  unauthorized,
} from './answer.ts';
import { findByToken } from './bots.ts';
import { noParameters, type Parameters } from './parameters.ts';
import { readParameters } from './read-parameters.ts';
import type { RecordedRequest } from './request-log.ts';
import type { Bot, World } from './state.ts';

/** A file of 50 MB and what is said about it. */
const MAX_BODY_BYTES = 51 * 1024 * 1024;

const METHOD_PATH = /^\/bot([^/]+)\/(\w+)\/?$/u;
const FILE_PATH = /^\/file\/bot([^/]+)\/(.+)$/u;
/** `<digits>:<35 characters>`, with some room, because Telegram does not promise the length. */
const TOKEN = /^[1-9]\d*:[\w-]{30,60}$/u;

/** The HTTP side of the Bot API: methods under `/bot<token>/`, files under `/file/bot<token>/`. */
export function createBotApi(world: World, requests: WatchableList<RecordedRequest>) {
  return async function handle(request: SimulatorRequest): Promise<SimulatorReply> {
    const [, fileToken, filePath] = FILE_PATH.exec(request.path) ?? [];
    if (fileToken !== undefined && filePath !== undefined) return download(fileToken, filePath);
    const [, token, method] = METHOD_PATH.exec(request.path) ?? [];
    return token === undefined || method === undefined
      ? reply(notFound)
      : answer(request, token, method.toLowerCase());
  };

  async function answer(request: SimulatorRequest, token: string, method: string): Promise<SimulatorReply> {
    const bot = findByToken(world, token);
    const fault = world.answerFaults.take(method, bot?.user.username ?? null);
    const record = (parameters: Parameters, result: Answer | null) =>
      requests.append(asRecord(world, bot, method, parameters, result, fault));

    if (fault?.kind === 'cut' && fault.when === 'before-body') {
      record(noParameters, null);
      return { kind: 'cut' };
    }
    const parameters = await receive(request);
    if (isRefusal(parameters)) {
      record(noParameters, parameters);
      return reply(parameters);
    }
    if (fault !== null && !takesEffect(fault)) {
      const refusal = fault.kind === 'error' ? refusalOf(fault.status, fault.retryAfterSeconds) : null;
      record(parameters, refusal);
      return refusal === null ? { kind: fault.kind === 'cut' ? 'cut' : 'silence' } : reply(refusal);
    }
    const result =
      bot === null ? objectionTo(token) : await world.call(bot, method, parameters, request.signal);
    record(parameters, result);
    return spoil(result, fault);
  }

  function download(token: string, path: string): SimulatorReply {
    const bot = findByToken(world, token);
    if (bot === null) return reply(objectionTo(token));
    const file = world.files.byPath(path, bot.user.id);
    if (file === null) return reply(notFound);
    // Name and type are not kept: whoever downloads remembers them from the message.
    const headers = { 'content-type': 'application/octet-stream' };
    return { kind: 'reply', status: 200, headers, body: file.bytes };
  }

  /** What the caller hears of an answer when something goes wrong on the way back. */
  async function spoil(result: Answer, fault: AnswerFault | null): Promise<SimulatorReply> {
    if (fault?.kind === 'silence') return { kind: 'silence' };
    if (fault?.kind === 'cut') return { kind: 'cut' };
    if (fault?.kind === 'slow')
      await new Promise<void>((resolve) => world.time.after(fault.delayMs, resolve));
    const whole = reply(result);
    if (fault?.kind !== 'malformed' || whole.kind !== 'reply') return whole;
    return { ...whole, body: String(whole.body).slice(0, -Math.ceil(String(whole.body).length / 2)) };
  }
}

/** What is said to a token that nobody has. */
function objectionTo(token: string): Refusal {
  return TOKEN.test(token) ? unauthorized : notFound;
}

async function receive(request: SimulatorRequest): Promise<Parameters | Refusal> {
  const body = await request.readBody(MAX_BODY_BYTES);
  if (body === null) return entityTooLarge;
  return readParameters(request.query, request.headers['content-type'] ?? '', body);
}

function takesEffect(fault: AnswerFault): boolean {
  switch (fault.kind) {
    case 'silence':
      return fault.accepts;
    case 'cut':
      return fault.when === 'after-accepting';
    case 'error':
      return false;
    case 'slow':
    case 'malformed':
      return true;
    default:
      return fault satisfies never;
  }
}

function refusalOf(status: number, retryAfterSeconds: number | undefined): Refusal {
  if (status === 429) return tooManyRequests(retryAfterSeconds ?? 1);
  const words: Readonly<Record<number, string>> = {
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    409: 'Conflict',
    413: 'Request Entity Too Large',
    500: 'Internal Server Error',
    502: 'Bad Gateway',
    503: 'Service Unavailable',
    504: 'Gateway Timeout',
  };
  return new Refusal(status, words[status] ?? 'Bad Request: injected fault');
}

function bodyOf(answer: Answer): object {
  if (answer.kind === 'granted') return { ok: true, result: answer.result, description: answer.description };
  const { code, description, parameters } = answer;
  return { ok: false, error_code: code, description, parameters };
}

function reply(answer: Answer): SimulatorReply {
  const retryAfter = answer.kind === 'refused' ? answer.parameters?.retry_after : undefined;
  return {
    kind: 'reply',
    status: answer.kind === 'granted' ? 200 : answer.code,
    headers: {
      'content-type': 'application/json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
    body: JSON.stringify(bodyOf(answer)),
  };
}

function asRecord(
  world: World,
  bot: Bot | null,
  method: string,
  { values, files }: Parameters,
  answer: Answer | null,
  fault: AnswerFault | null,
): RecordedRequest {
  return {
    at: world.time.now(),
    account: bot?.user.username ?? null,
    operation: method,
    parameters: Object.fromEntries(values),
    files: Object.fromEntries(
      [...files].map(([field, { fileName, bytes }]) => [field, { fileName, sizeBytes: bytes.byteLength }]),
    ),
    answer:
      answer === null
        ? null
        : { status: answer.kind === 'granted' ? 200 : answer.code, body: bodyOf(answer) },
    fault: fault?.kind ?? null,
  };
}
