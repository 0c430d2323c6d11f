import type { CommonRequest } from '../../shared/simulator/common-routes.ts';
import type { Answer } from './graph/answer.ts';
import { bodyOf, statusOf } from './graph/answer-over-http.ts';
import type { Received } from './graph/receive.ts';

/**
 * One call of the Graph API as it arrived and was answered. `operation` is the edge, such as `messages`, or what an
 * object without one is: `number`, `business`, `media`. `account` null: nobody has this token.
 */
export interface RecordedRequest extends CommonRequest {
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  /** JSON as it was sent; of a form, its fields. */
  readonly body: unknown;
  /** Uploaded files by field. */
  readonly files: Readonly<Record<string, { readonly fileName: string; readonly sizeBytes: number }>>;
  /** What was said, whether or not the caller got to hear it; null: nothing was. */
  readonly answer: { readonly status: number; readonly body: unknown } | null;
  /** The fault that befell it. */
  readonly fault: string | null;
}

export function asRecord(
  facts: Omit<RecordedRequest, 'body' | 'files' | 'answer'>,
  received: Received | null,
  answer: Answer | null,
): RecordedRequest {
  return {
    ...facts,
    body: received?.body ?? null,
    files: Object.fromEntries(
      [...(received?.files ?? [])].map(([field, { fileName, bytes }]) => [
        field,
        { fileName, sizeBytes: bytes.byteLength },
      ]),
    ),
    answer: answer === null ? null : { status: statusOf(answer), body: bodyOf(answer) },
  };
}

export function describeRequest({ account, method, path, answer, fault }: RecordedRequest): string {
  return `${account ?? 'unknown token'} ${method} ${path}: ${answer?.status ?? 'no answer'}${fault === null ? '' : ` (${fault})`}`;
}
