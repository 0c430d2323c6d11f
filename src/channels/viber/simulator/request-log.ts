import type { CommonRequest } from '../../shared/simulator/common-routes.ts';
import type { Answer } from './answer.ts';

/** One call of the REST API as it arrived and was answered. `account` null: nobody has this token. */
export interface RecordedRequest extends CommonRequest {
  readonly at: Date;
  /** Null: it was no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | null;
  /** What the method said, whether or not the caller got to hear it; null: it was never reached. */
  readonly answer: (Omit<Answer, 'message_token'> & { readonly message_token?: string }) | null;
  /** The fault that befell it. */
  readonly fault: string | null;
}

export function describeRequest({ account, operation, answer, fault }: RecordedRequest): string {
  return `${account ?? 'unknown bot'} ${operation}: ${answer?.status ?? 'no answer'}${fault === null ? '' : ` (${fault})`}`;
}
