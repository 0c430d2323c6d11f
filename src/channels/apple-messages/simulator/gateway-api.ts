import { gunzipSync } from 'node:zlib';
import type { ErrorFault } from '../../shared/simulator/faults.ts';
import type { SimulatorReply, SimulatorRequest } from '../../shared/simulator/http-server.ts';
import { underFault } from '../../shared/simulator/under-fault.ts';
import type { WatchableList } from '../../shared/simulator/watchable-list.ts';
import { type Answer, badRequest, granted, Refusal, replyWith, statusOf } from './answer.ts';
import { decodePayload, preDownload, preUpload } from './files/file-calls.ts';
import { takeMessage } from './message/take-message.ts';
import type { RecordedRequest } from './request-log.ts';
import type { Business, World } from './state.ts';
import { isTokenOf } from './token.ts';

/** A call of an MSP that has proven who it is. */
export interface Call {
  readonly world: World;
  readonly business: Business;
  /** In lower case. */
  readonly operation: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Unpacked. */
  readonly body: Uint8Array;
  /** Where files are put and got, without slash at the end. */
  readonly filesUrl: string;
}

const CALLS: Readonly<Record<string, { readonly method: string; readonly run: (call: Call) => Answer }>> = {
  message: { method: 'POST', run: takeMessage },
  authenticate: { method: 'POST', run: takeMessage },
  preupload: { method: 'GET', run: preUpload },
  predownload: { method: 'GET', run: preDownload },
  decodepayload: { method: 'POST', run: decodePayload },
};

/** A file of 100 MB and some. */
const MAX_BODY_BYTES = 101 * 1024 * 1024;

/** The MSP REST API under `/v1`, and the store of files under `/files`. */
export function createGatewayApi(
  world: World,
  requests: WatchableList<RecordedRequest>,
  ownUrl: () => string,
) {
  return async function handle(request: SimulatorRequest): Promise<SimulatorReply> {
    const [, token] = /^\/files\/([\w-]+)$/u.exec(request.path) ?? [];
    if (token !== undefined) return atFiles(request, token);
    const [, name] = /^\/v1\/(\w+)$/u.exec(request.path) ?? [];
    if (name === undefined) return replyWith(new Refusal(404, 'not found'));
    return atApi(request, name.toLowerCase());
  };

  async function atApi(request: SimulatorRequest, operation: string): Promise<SimulatorReply> {
    const headers = flat(request.headers);
    const business = businessOf(headers['source-id']);
    const account = business?.name ?? null;
    const fault = world.answerFaults.take(operation, account);
    let body: Uint8Array | null = null;

    function conclude(answer: Answer | null): SimulatorReply {
      requests.append({
        at: world.time.now(),
        account,
        operation,
        headers,
        body: readJson(body),
        status: answer === null ? null : statusOf(answer),
        words: answer?.kind === 'refused' ? answer.words : null,
        fault: fault?.kind ?? null,
      });
      return answer === null ? { kind: 'silence' } : replyWith(answer);
    }
    return underFault(fault, world.time, {
      async receive() {
        body = unpacked(await request.readBody(MAX_BODY_BYTES), headers['content-encoding']);
      },
      async carryOut() {
        const refusal = await objection(request.method, operation, business, headers);
        if (refusal !== null) return conclude(refusal);
        if (body === null || business === null) return conclude(badRequest('the body can not be read'));
        const filesUrl = `${ownUrl()}/files`;
        return conclude(
          CALLS[operation]?.run({ world, business, operation, headers, body, filesUrl }) ?? granted(),
        );
      },
      refuse: (error) => conclude(injected(error)),
      ignore: () => void conclude(null),
    });
  }

  async function objection(
    method: string,
    operation: string,
    business: Business | null,
    { authorization = '' }: Readonly<Record<string, string>>,
  ): Promise<Refusal | null> {
    if (authorization === '') return new Refusal(401, 'no authorization');
    const [, token = ''] = /^Bearer (\S+)$/u.exec(authorization) ?? [];
    const holders = business === null ? [...world.businesses.values()] : [business];
    const proofs = await Promise.all(holders.map((holder) => isTokenOf(token, holder, world.time)));
    if (!proofs.includes(true)) return new Refusal(403, 'authorization is invalid');
    const known = CALLS[operation];
    if (known === undefined || known.method !== method) return new Refusal(404, 'not found');
    return business === null ? new Refusal(404, 'unknown source-id') : null;
  }

  /** Whoever knows the address may use it: no token is shown here. */
  async function atFiles(request: SimulatorRequest, token: string): Promise<SimulatorReply> {
    if (request.method === 'GET') {
      const file = world.files.byToken(token);
      return replyWith(file === null ? new Refusal(403, 'expired') : granted(file.ciphertext));
    }
    const body = await request.readBody(MAX_BODY_BYTES);
    const file = body === null ? null : world.files.fill(token, body);
    if (file === null) return replyWith(badRequest('no such slot, or another size'));
    return replyWith(granted({ singleFile: { fileChecksum: file.checksum.toString('base64') } }));
  }

  function businessOf(sourceId: string | undefined): Business | null {
    return world.businesses.get((sourceId ?? '').replace(/^urn:biz:/iu, '').toLowerCase()) ?? null;
  }
}

function flat(headers: SimulatorRequest['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function unpacked(body: Uint8Array | null, encoding: string | undefined): Uint8Array | null {
  if (body === null || encoding !== 'gzip') return body;
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch {
    return null;
  }
}

function readJson(body: Uint8Array | null): unknown {
  try {
    return body === null || body.byteLength === 0 ? null : JSON.parse(Buffer.from(body).toString());
  } catch {
    return null;
  }
}

/** The no of a fault, as Apple would word it. */
function injected({ status, description, retryAfterSeconds }: ErrorFault): Refusal {
  return new Refusal(status, description ?? '', retryAfterSeconds ?? null);
}
