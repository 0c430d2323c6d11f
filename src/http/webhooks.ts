import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebhookAnswer, WebhookRequest } from '../core/channel/index.ts';
import { type BodyRoom, createBodyRoom, readBody } from './read-body.ts';

/** WhatsApp sends up to 3 MB, the most of all platforms; the rest is room for what they change. */
const MAX_WEBHOOK_BYTES = 4 * 1024 * 1024;

/** Whoever sends is not known before the whole body is there, so strangers must not fill our memory with them. */
const MAX_ARRIVING_BYTES = 128 * 1024 * 1024;

export type ReceiveWebhook = (
  channel: string,
  accountId: string,
  request: WebhookRequest,
) => Promise<WebhookAnswer>;

/** Apple appends `/message` to the address that it was given. */
const PATH = /^\/webhooks\/([a-z][a-z0-9-]{0,63})\/([0-9A-Za-z-]{1,64})(?:\/message)?\/?(?:\?(.*))?$/u;

/** True for what this handler serves; everything else belongs to express. */
export function isWebhookPath(url: string | undefined): boolean {
  return url?.startsWith('/webhooks/') === true;
}

/** Resolves when the request has its answer. */
export type HandleWebhook = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Takes platform callbacks in front of express, which costs more than checking, parsing and storing one
 * together. The body is read as raw bytes and answered after what it said is durable.
 */
export function createWebhookHandler(receive: ReceiveWebhook): HandleWebhook {
  const room = createBodyRoom(MAX_ARRIVING_BYTES);
  return (request, response) => handleWebhook(receive, room, request, response);
}

async function handleWebhook(
  receive: ReceiveWebhook,
  room: BodyRoom,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const match = PATH.exec(request.url ?? '');
  if (match?.[1] === undefined || match[2] === undefined) return reply(response, 404);
  if (request.method !== 'POST' && request.method !== 'GET') {
    response.setHeader('allow', 'GET, POST');
    return reply(response, 405);
  }
  const body = await readBody(request, MAX_WEBHOOK_BYTES, room);
  if (body.kind === 'aborted') return;
  if (body.kind !== 'read') {
    response.setHeader('connection', 'close');
    return reply(response, body.kind === 'too-large' ? 413 : 503);
  }
  const answer = await receive(match[1], match[2], {
    method: request.method,
    headers: request.headers,
    query: match[3] === undefined ? {} : Object.fromEntries(new URLSearchParams(match[3])),
    body: body.bytes,
  });
  reply(response, answer.status, answer);
}

function reply(response: ServerResponse, status: number, answer?: WebhookAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const text = answer?.body ?? '';
  if (status === 503) response.setHeader('retry-after', '5');
  response.statusCode = status;
  if (text !== '') response.setHeader('content-type', answer?.contentType ?? 'text/plain; charset=utf-8');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}
