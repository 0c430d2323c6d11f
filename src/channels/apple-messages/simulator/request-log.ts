import type { CommonRequest } from '../../shared/simulator/common-routes.ts';

/** One call as it arrived and was answered. `account` null: it named no business that is known. */
export interface RecordedRequest extends CommonRequest {
  readonly at: Date;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, unpacked; null for files and for what has no body. */
  readonly body: unknown;
  /** Null: it was never answered. */
  readonly status: number | null;
  /** The words of a refusal. */
  readonly words: string | null;
  /** The fault that befell it. */
  readonly fault: string | null;
}

export function describeRequest({ account, operation, status, words, fault }: RecordedRequest): string {
  const about = [words, fault].filter((word) => word !== null).join(', ');
  return `${account ?? 'unknown business'} ${operation}: ${status ?? 'no answer'}${about === '' ? '' : ` (${about})`}`;
}
