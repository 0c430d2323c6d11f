import type { SimulatorReply } from '../../shared/simulator/http-server.ts';
import type { Answer } from './answer.ts';

/** Every answer is JSON; the HTTP status of a refusal is its code. */
export function statusOf(answer: Answer): number {
  return answer.kind === 'granted' ? 200 : answer.code;
}

export function bodyOf(answer: Answer): object {
  if (answer.kind === 'granted') return { ok: true, result: answer.result, description: answer.description };
  const { code, description, parameters } = answer;
  return { ok: false, error_code: code, description, parameters };
}

export function replyWith(answer: Answer): SimulatorReply {
  const retryAfter = answer.kind === 'refused' ? answer.parameters?.retry_after : undefined;
  return {
    kind: 'reply',
    status: statusOf(answer),
    headers: {
      'content-type': 'application/json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
    body: JSON.stringify(bodyOf(answer)),
  };
}
