import type { Duplex } from 'node:stream';
import type { ExecutionResult } from 'graphql';
import { CloseCode, type Message, MessageType, parseMessage, type SubscribePayload } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import type { WorkspaceId } from '../../core/model/ids.ts';
import type { Viewer } from '../../core/model/viewer.ts';
import { readBearer } from '../bearer.ts';
import type { Answer } from '../run-operation.ts';
import { farewellError } from './farewell.ts';
import { type Following, followStream } from './follow-stream.ts';
import { createOperationSink } from './operation-sink.ts';
import type { Quota } from './quota.ts';
import type { Rights } from './rights.ts';
import { scopeOf } from './scope.ts';
import type { SharedStreams } from './shared-streams.ts';
import { MAX_WAITING_BYTES } from './sink.ts';

export interface SocketParts {
  readonly streams: SharedStreams;
  readonly latest: (workspaceId: WorkspaceId) => Promise<number>;
  readonly rights: Rights;
  readonly authenticate: (bearer: string) => Promise<Viewer | null>;
  readonly run: (viewer: Viewer, payload: SubscribePayload) => Promise<Answer>;
  readonly connections: Quota;
  readonly operations: Quota;
  /** How long a client may take to say who it is. */
  readonly initTimeoutMs: number;
  readonly stallTimeoutMs: number;
}

/** Who holds the connection. */
interface Caller {
  readonly bearer: string;
  readonly id: string;
}

/** "Try again later", of the WebSocket registry. */
const TRY_AGAIN_LATER = 1013;
/** A reader that leaves this much of our answers unread is cut off. */
const MAX_UNREAD_BYTES = 64 * MAX_WAITING_BYTES;
const LINGER_MS = 5_000;

/**
 * Serves one connection by the graphql-transport-ws protocol. Who calls is asked once to let the connection in,
 * and anew for each operation.
 */
export function openSocket(
  parts: SocketParts,
  socket: WebSocket,
  line: Duplex,
  authorization: string | null,
): void {
  const running = new Map<string, AbortController>();
  const leaving: (() => void)[] = [];
  let state: 'new' | 'checking' | Caller = 'new';

  const send = (message: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const initTimeout = setTimeout(() => {
    socket.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
  }, parts.initTimeoutMs);
  socket.once('close', () => {
    clearTimeout(initTimeout);
    for (const operation of running.values()) operation.abort();
    for (const leave of leaving) leave();
  });

  const initialise = async (payload: Readonly<Record<string, unknown>> | undefined) => {
    if (state !== 'new') {
      socket.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
      return;
    }
    state = 'checking';
    const given = payload?.authorization ?? payload?.Authorization ?? authorization;
    const bearer = readBearer(typeof given === 'string' ? given : null);
    const viewer = bearer === null ? null : await parts.authenticate(bearer);
    if (bearer === null || viewer === null) {
      socket.close(CloseCode.Forbidden, 'Forbidden');
      return;
    }
    const release = parts.connections.take(idOf(viewer));
    if (release === null) {
      socket.close(TRY_AGAIN_LATER, 'Too many connections');
      return;
    }
    leaving.push(
      release,
      parts.rights.watch(bearer, viewer, () => socket.close(CloseCode.Forbidden, 'Rights have changed')),
    );
    if (socket.readyState !== socket.OPEN) return leaving.forEach((leave) => void leave());
    clearTimeout(initTimeout);
    state = { bearer, id: idOf(viewer) };
    send({ type: MessageType.ConnectionAck });
  };

  /** What to follow, of a subscription; anything else has been answered. */
  const perform = async (
    id: string,
    payload: SubscribePayload,
    bearer: string,
    ending: AbortSignal,
  ): Promise<Following | null> => {
    const viewer = await parts.authenticate(bearer);
    if (viewer === null) {
      socket.close(CloseCode.Forbidden, 'Forbidden');
      return null;
    }
    const answer = await parts.run(viewer, payload);
    if (ending.aborted) return null;
    if (answer.kind === 'stream') {
      const { plan } = answer;
      const after = plan.after ?? (await parts.latest(answer.viewer.workspaceId));
      return { plan, after, scope: scopeOf(answer.viewer) };
    }
    reply(id, answer.result);
    return null;
  };

  const reply = (id: string, result: ExecutionResult) => {
    if (result.errors !== undefined && !('data' in result)) {
      send({ id, type: MessageType.Error, payload: result.errors });
      return;
    }
    send({ id, type: MessageType.Next, payload: result });
    send({ id, type: MessageType.Complete });
  };

  const stream = async (id: string, following: Following, ending: AbortSignal) => {
    const sink = createOperationSink(socket, line, id, parts.stallTimeoutMs);
    const { kind, position } = await followStream(parts.streams, following, sink, ending);
    if (kind === 'aborted') return;
    if (kind === 'lost') return send({ id, type: MessageType.Complete });
    send({ id, type: MessageType.Error, payload: [farewellError(kind, position)] });
    if (kind === 'interrupted') return;
    socket.close(TRY_AGAIN_LATER, 'Events were not read fast enough');
    setTimeout(() => socket.terminate(), LINGER_MS).unref();
  };

  const subscribe = (id: string, payload: SubscribePayload) => {
    if (typeof state === 'string') return socket.close(CloseCode.Unauthorized, 'Unauthorized');
    if (running.has(id)) {
      return socket.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    }
    const release = parts.operations.take(state.id);
    if (release === null) {
      const message = 'This credential has too many operations open: complete some first.';
      return send({
        id,
        type: MessageType.Error,
        payload: [{ message, extensions: { code: 'TOO_MANY_OPERATIONS' } }],
      });
    }
    const ending = new AbortController();
    running.set(id, ending);
    perform(id, payload, state.bearer, ending.signal)
      .then((following) => (following === null ? undefined : stream(id, following, ending.signal)))
      .catch(() => socket.close(CloseCode.InternalServerError, 'Internal server error'))
      .finally(() => {
        release();
        if (running.get(id) === ending) running.delete(id);
      });
  };

  const receive = (message: Message) => {
    switch (message.type) {
      case MessageType.ConnectionInit:
        initialise(message.payload).catch(() =>
          socket.close(CloseCode.InternalServerError, 'Internal server error'),
        );
        return;
      case MessageType.Ping:
        return send({ type: MessageType.Pong });
      case MessageType.Subscribe:
        return subscribe(message.id, message.payload);
      case MessageType.Complete:
        running.get(message.id)?.abort();
        running.delete(message.id);
        return;
      case MessageType.Pong:
        return;
      default:
        socket.close(CloseCode.BadRequest, `A client does not send ${message.type}`);
    }
  };

  socket.on('message', (data) => {
    if (socket.bufferedAmount > MAX_UNREAD_BYTES) return socket.terminate();
    const message = readMessage(data);
    if (message === null) socket.close(CloseCode.BadRequest, 'Invalid message received');
    else receive(message);
  });
}

function readMessage(data: RawData): Message | null {
  try {
    return parseMessage(data.toString());
  } catch {
    return null;
  }
}

const idOf = (viewer: Viewer): string => (viewer.kind === 'admin' ? 'admin' : viewer.id);
