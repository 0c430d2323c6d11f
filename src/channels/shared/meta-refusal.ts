import * as z from 'zod';

/** An answer of the Graph API that is no yes, as far as its body could be read. */
export interface MetaRefusal {
  readonly status: number;
  /** Meta's own code; null: the body was none of its error bodies. */
  readonly code: number | null;
  readonly subcode: number | null;
  /** The most telling words of the body; empty when it had none. */
  readonly description: string;
  /** How long Meta asks us to stay away; null: it does not say. */
  readonly retryAfterMs: number | null;
}

/** A field of the wrong type counts as absent. */
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const ErrorBody = z.object({
  error: z.object({
    message: optional(z.string()),
    code: z.int(),
    error_subcode: optional(z.int()),
    error_user_msg: optional(z.string()),
    error_data: optional(z.object({ details: optional(z.string()) })),
  }),
});

/** @param json  The body, parsed; undefined when it was no JSON. */
export function readMetaRefusal(status: number, headers: Headers, json: unknown): MetaRefusal {
  const body = ErrorBody.safeParse(json);
  const retryAfterMs = readWait(headers);
  if (!body.success) return { status, code: null, subcode: null, description: '', retryAfterMs };
  const { code, error_subcode, message, error_user_msg, error_data } = body.data.error;
  return {
    status,
    code,
    subcode: error_subcode ?? null,
    description: error_data?.details ?? error_user_msg ?? message ?? '',
    retryAfterMs,
  };
}

/** By id of a business: how far its limits are used up, and how many minutes are left until it may go on. */
const Usage = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: optional(z.number().nonnegative()) })),
);

/** Longer than Meta ever asks for; more would be a mistake that silences an account. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

function readWait(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const waitMs = Math.max(seconds >= 0 ? seconds * 1000 : 0, readUsage(headers) * 60_000);
  return waitMs > 0 ? Math.min(waitMs, MAX_WAIT_MS) : null;
}

function readUsage(headers: Headers): number {
  const usage = Usage.safeParse(readJson(headers.get('x-business-use-case-usage') ?? ''));
  if (!usage.success) return 0;
  const minutes = Object.values(usage.data)
    .flat()
    .map(({ estimated_time_to_regain_access }) => estimated_time_to_regain_access ?? 0);
  return Math.max(0, ...minutes);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
