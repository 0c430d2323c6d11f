import type { CommonRequest } from '../../shared/simulator/common-routes.ts';

/** One call of the Graph API as it arrived and was answered. `account` null: no Page has this token. */
export interface RecordedRequest extends CommonRequest {
  readonly at: Date;
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Fields of uploaded files. */
  readonly files: readonly string[];
  /** What was said, whether or not the caller got to hear it; null: it was never reached. */
  readonly answer: { readonly status: number; readonly body: unknown } | null;
  /** The fault that befell it. */
  readonly fault: string | null;
}

export function describeRequest({ account, method, operation, answer, fault }: RecordedRequest): string {
  return `${account ?? 'no Page'} ${method} ${operation}: ${answer?.status ?? 'no answer'}${fault === null ? '' : ` (${fault})`}`;
}
