import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/**
 * Structured logs: a constant sentence and fields. Fields are ids, kinds, counts and times; what customers or
 * operators wrote, and anything secret, is not passed to a logger in the first place. The redaction below is a
 * second wall for objects that carry such fields by accident (an HTTP request, a driver's error).
 */
export function createLogger(config: Pick<Config, 'logLevel'>): Logger {
  return pino({
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: describeError },
    redact: {
      paths: [
        'authorization',
        'credentials',
        'headers',
        'token',
        'secret',
        'body',
        'text',
        'parts',
        '*.authorization',
        '*.credentials',
        '*.headers',
        '*.token',
        '*.secret',
        '*.body',
        '*.text',
        '*.parts',
      ],
      censor: '[redacted]',
    },
  });
}

/**
 * What of an error may be logged. A database driver puts the statement's parameters, customers' words among
 * them, into its errors: only name, code, message and where it happened are kept, for the causes too.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: withoutParameters(error.message),
    at: error.stack
      ?.split('\n')
      .slice(1, 6)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** drizzle's message is the statement followed by its parameters; PostgreSQL's detail may quote a value. */
function withoutParameters(message: string): string {
  return (message.split(/\nparams: /u)[0] ?? '').slice(0, 500);
}
