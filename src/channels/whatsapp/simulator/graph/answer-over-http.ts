import type { SimulatorReply } from '../../../shared/simulator/http-server.ts';
import type { Random } from '../../../shared/simulator/random.ts';
import { URL_SAFE } from '../../../shared/simulator/random.ts';
import type { Answer } from './answer.ts';

export const statusOf = (answer: Answer): number => (answer.kind === 'refused' ? answer.status : 200);

export function bodyOf(answer: Answer): unknown {
  if (answer.kind === 'granted') return answer.body;
  if (answer.kind === 'file') return { sizeBytes: answer.bytes.byteLength };
  const { code, subcode, message, details } = answer;
  return {
    error: {
      message: `(#${code}) ${message}`,
      type: 'OAuthException',
      code,
      ...(subcode !== null && { error_subcode: subcode }),
      error_data: { messaging_product: 'whatsapp', details },
    },
  };
}

/** Errors carry a trace id, which Meta's support would ask for. */
export function replyWith(answer: Answer, random: Random): SimulatorReply {
  if (answer.kind === 'file') {
    return { kind: 'reply', status: 200, headers: { 'content-type': answer.mimeType }, body: answer.bytes };
  }
  const body = bodyOf(answer);
  const traced =
    answer.kind === 'refused'
      ? { error: { ...Object(body).error, fbtrace_id: `A${random.characters(URL_SAFE, 22)}` } }
      : body;
  const retryAfter = answer.kind === 'refused' ? answer.retryAfterSeconds : null;
  return {
    kind: 'reply',
    status: statusOf(answer),
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      ...(retryAfter !== null && { 'retry-after': String(retryAfter) }),
    },
    body: JSON.stringify(traced),
  };
}
