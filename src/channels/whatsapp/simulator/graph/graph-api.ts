import { createHmac } from 'node:crypto';
import type { ErrorFault } from '../../../shared/simulator/faults.ts';
import type { SimulatorReply, SimulatorRequest } from '../../../shared/simulator/http-server.ts';
import { underFault } from '../../../shared/simulator/under-fault.ts';
import type { WatchableList } from '../../../shared/simulator/watchable-list.ts';
import { asRecord, type RecordedRequest } from '../request-log.ts';
import type { Business, World } from '../state.ts';
import { type Answer, invalidToken, isRefusal, refused, unknownPath } from './answer.ts';
import { replyWith } from './answer-over-http.ts';
import { type Received, receive } from './receive.ts';
import { type Route, routeOf } from './routes.ts';

const NEWEST_VERSION = 26;
const CALL_PATH = /^\/v(\d{1,3})\.\d+\/([^/]+)(?:\/([^/]+))?\/?$/u;

/** The HTTP side of the Graph API, and of the server that files are fetched from. */
export function createGraphApi(world: World, requests: WatchableList<RecordedRequest>) {
  return async function handle(request: SimulatorRequest): Promise<SimulatorReply> {
    const [, version, objectId, edge] = CALL_PATH.exec(request.path) ?? [];
    if (request.path.startsWith('/whatsapp_business/')) return download(request);
    // A version that has expired is answered by the oldest that lives; one that is to come is unknown.
    if (objectId === undefined || Number(version) > NEWEST_VERSION) {
      return replyWith(unknownPath(request.path), world.random);
    }
    return call(request, objectId, edge ?? null);
  };

  async function call(
    request: SimulatorRequest,
    objectId: string,
    edge: string | null,
  ): Promise<SimulatorReply> {
    const business = findByToken(world, request);
    const route = business === null ? null : routeOf(world, business, request.method, objectId, edge);
    const operation = edge ?? route?.name ?? 'object';
    const fault = world.answerFaults.take(operation.toLowerCase(), business?.id ?? null);
    let received: Received | null = null;
    let objection: Answer | null = null;

    function conclude(answer: Answer | null): void {
      const { method, path } = request;
      const facts = {
        at: world.time.now(),
        account: business?.id ?? null,
        operation: operation.toLowerCase(),
      };
      requests.append(asRecord({ ...facts, method, path, fault: fault?.kind ?? null }, received, answer));
    }
    function answered(answer: Answer): SimulatorReply {
      conclude(answer);
      return replyWith(answer, world.random);
    }
    return underFault(fault, world.time, {
      async receive() {
        const body = await receive(request);
        if (isRefusal(body)) objection = body;
        else received = body;
      },
      async carryOut() {
        return answered(objection ?? (await carryOut(business, route, received, request)));
      },
      refuse: (error) => answered(injected(error)),
      ignore: () => conclude(null),
    });
  }

  async function carryOut(
    business: Business | null,
    route: Route | null,
    received: Received | null,
    request: SimulatorRequest,
  ): Promise<Answer> {
    if (business === null) return invalidToken;
    const proof = checkProof(business, request);
    if (proof !== null) return proof;
    if (route === null) return unknownPath(request.path);
    return route.run(received ?? { body: {}, files: new Map() }, request);
  }

  function checkProof({ appSecret, accessToken }: Business, { query }: SimulatorRequest): Answer | null {
    const given = query.get('appsecret_proof');
    if (given === null && !world.settings.requiresSecretProof) return null;
    const expected = createHmac('sha256', appSecret).update(accessToken).digest('hex');
    if (given === expected) return null;
    return refused(100, 'Invalid parameter', 'API calls from the server require an appsecret_proof argument');
  }

  /** Files want the same token, and somebody who says what they are. */
  function download(request: SimulatorRequest): SimulatorReply {
    const business = findByToken(world, request);
    if (business === null) return replyWith(invalidToken, world.random);
    const file = world.files.byPath(request.path);
    if (file === null || file.businessId !== business.id || request.headers['user-agent'] === undefined) {
      return { kind: 'reply', status: 404, headers: {}, body: '' };
    }
    return replyWith({ kind: 'file', bytes: file.bytes, mimeType: file.mimeType }, world.random);
  }
}

function findByToken({ businesses }: World, { headers, query }: SimulatorRequest): Business | null {
  const token =
    /^(?:Bearer|OAuth) (.+)$/u.exec(headers.authorization ?? '')?.[1] ?? query.get('access_token');
  return [...businesses.values()].find(({ accessToken }) => accessToken === token) ?? null;
}

/** The no of a fault, as Meta would word it. */
function injected({ status, description, retryAfterSeconds }: ErrorFault): Answer {
  const [code, message] = WORDS.get(status) ?? (status >= 500 ? UNKNOWN : WRONG);
  return refused(code, message, description ?? message, {
    status,
    retryAfterSeconds: retryAfterSeconds ?? null,
  });
}

const UNKNOWN = [131000, 'Something went wrong'] as const;
const WRONG = [100, 'Invalid parameter'] as const;
const WORDS: ReadonlyMap<number, readonly [code: number, message: string]> = new Map([
  [401, [190, 'Error validating access token']],
  [403, [10, 'Application does not have permission for this action']],
  [429, [130429, 'Rate limit hit']],
  [503, [131016, 'Service unavailable']],
]);
