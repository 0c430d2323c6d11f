import type { ErrorFault } from '../../shared/simulator/faults.ts';
import type { SimulatorReply, SimulatorRequest } from '../../shared/simulator/http-server.ts';
import { underFault } from '../../shared/simulator/under-fault.ts';
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
import { replyWith } from './answer-over-http.ts';
import { findByToken } from './bots.ts';
import { noParameters, type Parameters } from './parameters.ts';
import { readParameters } from './read-parameters.ts';
import { asRecord, type RecordedRequest } from './request-log.ts';
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
    if (token === undefined || method === undefined) return replyWith(notFound);
    return call(request, findByToken(world, token) ?? objectionTo(token), method.toLowerCase());
  };

  async function call(
    request: SimulatorRequest,
    caller: Bot | Refusal,
    method: string,
  ): Promise<SimulatorReply> {
    const account = isRefusal(caller) ? null : caller.user.username;
    const fault = world.answerFaults.take(method, account);
    let parameters: Parameters | Refusal = noParameters;

    function record(answer: Answer | null): void {
      const facts = { at: world.time.now(), account, operation: method, fault: fault?.kind ?? null };
      requests.append(asRecord(facts, isRefusal(parameters) ? noParameters : parameters, answer));
    }
    function conclude(answer: Answer): SimulatorReply {
      record(answer);
      return replyWith(answer);
    }
    return underFault(fault, world.time, {
      async receive() {
        parameters = await receive(request);
      },
      async carryOut() {
        if (isRefusal(caller)) return conclude(caller);
        if (isRefusal(parameters)) return conclude(parameters);
        return conclude(await world.call(caller, method, parameters, request.signal));
      },
      refuse: (error) => conclude(injected(error)),
      ignore: () => record(null),
    });
  }

  function download(token: string, path: string): SimulatorReply {
    const bot = findByToken(world, token);
    if (bot === null) return replyWith(objectionTo(token));
    const file = world.files.byPath(path, bot.user.id);
    if (file === null) return replyWith(notFound);
    // Name and type are not kept: whoever downloads remembers them from the message.
    const headers = { 'content-type': 'application/octet-stream' };
    return { kind: 'reply', status: 200, headers, body: file.bytes };
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

const WORDS: Readonly<Record<number, string>> = {
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

/** The no of a fault, as Telegram would word it. */
function injected({ status, description, retryAfterSeconds = 1 }: ErrorFault): Refusal {
  if (status === 429) return tooManyRequests(retryAfterSeconds);
  return new Refusal(status, description ?? WORDS[status] ?? 'Bad Request');
}
