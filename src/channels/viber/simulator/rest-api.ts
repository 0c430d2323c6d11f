import type { ErrorFault } from '../../shared/simulator/faults.ts';
import type { SimulatorReply, SimulatorRequest } from '../../shared/simulator/http-server.ts';
import { underFault } from '../../shared/simulator/under-fault.ts';
import type { WatchableList } from '../../shared/simulator/watchable-list.ts';
import { type Answer, isRefusal, type Refusal, refuse, refuseWith, toAnswer } from './answer.ts';
import { findByToken } from './bots.ts';
import { HOSTNAME } from './callbacks/callbacks.ts';
import { METHODS } from './methods/index.ts';
import type { RecordedRequest } from './request-log.ts';
import type { Bot, World } from './state.ts';
import { writeJson } from './write-json.ts';

const MAX_BODY_BYTES = 30_000;
const METHOD_PATH = /^\/pa\/(\w+)\/?$/u;

type Body = Readonly<Record<string, unknown>>;

/** The HTTP side: `POST /pa/<method>` with JSON, and the files that people have sent. */
export function createRestApi(world: World, requests: WatchableList<RecordedRequest>) {
  return async function handle(request: SimulatorRequest): Promise<SimulatorReply> {
    const file = world.media.find(request.path);
    if (file === 'gone') return plain(404, 'Not Found');
    if (file !== null) {
      const headers = { 'content-type': file.mimeType };
      return { kind: 'reply', status: 200, headers, body: file.bytes };
    }
    const operation = METHOD_PATH.exec(request.path)?.[1];
    if (operation === undefined || !METHODS.has(operation)) return plain(404, 'Not Found');
    return request.method === 'POST' ? call(request, operation) : plain(405, 'Method Not Allowed');
  };

  async function call(request: SimulatorRequest, operation: string): Promise<SimulatorReply> {
    const header = request.headers['x-viber-auth-token'];
    // A token may also stand in the body, which nobody has read yet; faults go by the header.
    const account = typeof header === 'string' ? (findByToken(world, header)?.uri ?? null) : null;
    const fault = world.answerFaults.take(operation, account);
    let body: Body | Refusal = {};
    let caller: Bot | Refusal = refuse('invalidAuthToken', 'missing_auth_token');

    function record(answer: Answer | null): void {
      requests.append({
        at: world.time.now(),
        account: isRefusal(caller) ? account : caller.uri,
        operation,
        body: isRefusal(body) ? null : body,
        answer: answer === null ? null : loggable(answer),
        fault: fault?.kind ?? null,
      });
    }
    function conclude(outcome: object | Refusal): SimulatorReply {
      const answer = toAnswer(outcome);
      record(answer);
      return json({ ...answer, chat_hostname: HOSTNAME });
    }
    return underFault(fault, world.time, {
      async receive() {
        body = await receive(request);
        caller = identify(world, header ?? (isRefusal(body) ? undefined : body.auth_token));
      },
      async carryOut() {
        if (isRefusal(caller)) return conclude(caller);
        if (caller.refusal !== null) return conclude(refuseWith(caller.refusal));
        if (isRefusal(body)) return conclude(body);
        const method = METHODS.get(operation);
        return conclude((await method?.({ world, bot: caller, body, signal: request.signal })) ?? {});
      },
      refuse(error) {
        record(null);
        return asProxy(error);
      },
      ignore: () => record(null),
    });
  }
}

async function receive(request: SimulatorRequest): Promise<Body | Refusal> {
  const bytes = await request.readBody(MAX_BODY_BYTES);
  if (bytes === null) return refuse('badData', `The request is larger than ${MAX_BODY_BYTES} bytes`);
  try {
    const body: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
    return refuse('badData');
  } catch {
    return refuse('badData');
  }
}

function identify(world: World, token: unknown): Bot | Refusal {
  if (token === undefined || token === '') return refuse('invalidAuthToken', 'missing_auth_token');
  return findByToken(world, String(token)) ?? refuse('invalidAuthToken');
}

/** Viber itself says no inside of a 200: any other status comes from what stands before it. */
function asProxy({ status, description, retryAfterSeconds }: ErrorFault): SimulatorReply {
  const reply = plain(status, description ?? `HTTP ${status}`);
  return reply.kind === 'reply' && retryAfterSeconds !== undefined
    ? { ...reply, headers: { ...reply.headers, 'retry-after': String(retryAfterSeconds) } }
    : reply;
}

function loggable({ message_token: token, ...answer }: Answer): NonNullable<RecordedRequest['answer']> {
  return { ...answer, ...(token !== undefined && { message_token: String(token) }) };
}

function json(value: object): SimulatorReply {
  return {
    kind: 'reply',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: writeJson(value),
  };
}

function plain(status: number, body: string): SimulatorReply {
  return { kind: 'reply', status, headers: { 'content-type': 'text/plain' }, body };
}
