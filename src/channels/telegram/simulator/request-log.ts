import type { CommonRequest } from '../../shared/simulator/common-routes.ts';
import type { Answer } from './answer.ts';
import { bodyOf, statusOf } from './answer-over-http.ts';
import type { Parameters } from './parameters.ts';

/** One call of the Bot API as it arrived and was answered. `account` null: nobody has this token. */
export interface RecordedRequest extends CommonRequest {
  readonly at: Date;
  readonly parameters: Readonly<Record<string, string>>;
  /** Uploaded files by field. */
  readonly files: Readonly<Record<string, { readonly fileName: string; readonly sizeBytes: number }>>;
  /** What the method said, whether or not the caller got to hear it; null: it was never reached. */
  readonly answer: { readonly status: number; readonly body: unknown } | null;
  /** The fault that befell it. */
  readonly fault: string | null;
}

export function asRecord(
  facts: Pick<RecordedRequest, 'at' | 'account' | 'operation' | 'fault'>,
  { values, files }: Parameters,
  answer: Answer | null,
): RecordedRequest {
  return {
    ...facts,
    parameters: Object.fromEntries(values),
    files: Object.fromEntries(
      [...files].map(([field, { fileName, bytes }]) => [field, { fileName, sizeBytes: bytes.byteLength }]),
    ),
    answer: answer === null ? null : { status: statusOf(answer), body: bodyOf(answer) },
  };
}

export function describeRequest({ account, operation, answer, fault }: RecordedRequest): string {
  return `${account ?? 'unknown bot'} ${operation}: ${answer?.status ?? 'no answer'}${fault === null ? '' : ` (${fault})`}`;
}
