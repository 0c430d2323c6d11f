/** What a method of the Bot API says: its result, or Telegram's no. */
export type Answer = Granted | Refusal;

export interface Granted {
  readonly kind: 'granted';
  readonly result: unknown;
  /** A sentence that some methods add to their result. */
  readonly description?: string | undefined;
}

/** A class, so that no JSON from outside can ever be taken for one. */
export class Refusal {
  readonly kind = 'refused';
  readonly code: number;
  readonly description: string;
  readonly parameters: RefusalParameters | undefined;

  constructor(code: number, description: string, parameters?: RefusalParameters) {
    this.code = code;
    this.description = description;
    this.parameters = parameters;
  }
}

export interface RefusalParameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}

export const granted = (result: unknown, description?: string): Granted => ({
  kind: 'granted',
  result,
  description,
});

export const badRequest = (reason: string, parameters?: RefusalParameters) =>
  new Refusal(400, `Bad Request: ${reason}`, parameters);

export const forbidden = (reason: string) => new Refusal(403, `Forbidden: ${reason}`);

export const conflict = (reason: string) => new Refusal(409, `Conflict: ${reason}`);

export const tooManyRequests = (seconds: number) =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });

export const unauthorized = new Refusal(401, 'Unauthorized');
export const notFound = new Refusal(404, 'Not Found');
export const methodNotFound = new Refusal(404, 'Not Found: method not found');
export const entityTooLarge = new Refusal(413, 'Request Entity Too Large');

/** Is it a no? Everything that checks something returns either what was asked for or a `Refusal`. */
export function isRefusal(value: unknown): value is Refusal {
  return value instanceof Refusal;
}
