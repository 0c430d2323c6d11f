import type { AccountContext, ChannelDefinition, ConnectReport, WebhookPort } from './adapter.ts';
import { ChannelError, type ChannelErrorFacts } from './channel-error.ts';
import type { ParsedPayload } from './inbound-event.ts';
import { PayloadShape } from './payload-shape.ts';
import type { Rendering } from './rendering.ts';

/** Told of every promise that an adapter has broken. */
export type ReportFault = (operation: string, error: unknown) => void;

const KINDS: readonly unknown[] = ['throttled', 'unavailable', 'rejected', 'unauthorized', 'indeterminate'];

/** How long a call may outlive its signal before nobody waits for it any more. */
const GRACE_MS = 5_000;

/**
 * A partner's adapter, so that its mistakes stay its own: whatever it throws, returns or never returns becomes
 * what the contract allows. Its errors are ours even when it brought a copy of Confab along. Only a loop that
 * never ends can not be contained within one process.
 *
 * @param graceMs  How long a call may outlive its signal.
 */
export function guardAdapter(
  definition: ChannelDefinition,
  report: ReportFault,
  graceMs = GRACE_MS,
): ChannelDefinition {
  const call = <Arguments extends readonly unknown[], Result>(
    operation: string,
    run: (...given: Arguments) => Promise<Result>,
    signalOf: (given: Arguments) => AbortSignal,
  ) => {
    return async (...given: Arguments): Promise<Result> => {
      try {
        return await inTime(() => run(...given), signalOf(given), graceMs);
      } catch (error) {
        throw toChannelError(error, () => report(operation, error));
      }
    };
  };
  const total = <Arguments extends readonly unknown[], Result>(
    operation: string,
    run: (...given: Arguments) => Result,
    otherwise: (error: unknown) => Result,
  ) => {
    return (...given: Arguments): Result => {
      try {
        return run(...given);
      } catch (error) {
        report(operation, error);
        return otherwise(error);
      }
    };
  };
  const guardParse = (parse: WebhookPort['parse']): WebhookPort['parse'] =>
    total('parse', (body, account) => readPayload(parse(body, account)), nothingRead);
  const second = ([, context]: readonly [unknown, AccountContext, ...unknown[]]) => context.signal;
  const { webhook, polling, downloadMedia, edit, react, startTyping, markRead, acknowledge } = definition;
  const { delete: deleteMessage, disconnect } = definition;

  return {
    ...definition,
    checkCredentials: total('checkCredentials', definition.checkCredentials, () => [
      { field: '', message: 'The adapter failed to check them; see the log.' },
    ]),
    connect: async (context, arrangement) => {
      try {
        return await inTime(() => definition.connect(context, arrangement), context.signal, graceMs);
      } catch (error) {
        report('connect', error);
        return FAILED_CHECK;
      }
    },
    render: total('render', (message) => readRendering(definition.render(message)), unrenderable),
    send: call('send', definition.send, second),
    ...(webhook !== undefined && {
      webhook: {
        verify: total('verify', webhook.verify, () => 'forged'),
        parse: guardParse(webhook.parse),
        ...(webhook.complete !== undefined && { complete: call('complete', webhook.complete, second) }),
        ...(webhook.answerHandshake !== undefined && {
          answerHandshake: total('answerHandshake', webhook.answerHandshake, () => null),
        }),
        ...(webhook.answer !== undefined && {
          answer: total('answer', webhook.answer, () => ({
            status: 200,
            contentType: 'text/plain',
            body: '',
          })),
        }),
      },
    }),
    ...(polling !== undefined && {
      polling: { poll: call('poll', polling.poll, second), parse: guardParse(polling.parse) },
    }),
    ...(disconnect !== undefined && {
      disconnect: call('disconnect', disconnect, ([context]) => context.signal),
    }),
    ...(downloadMedia !== undefined && { downloadMedia: call('downloadMedia', downloadMedia, second) }),
    ...(edit !== undefined && { edit: call('edit', edit, second) }),
    ...(deleteMessage !== undefined && { delete: call('delete', deleteMessage, second) }),
    ...(react !== undefined && { react: call('react', react, ([, , context]) => context.signal) }),
    ...(startTyping !== undefined && { startTyping: call('startTyping', startTyping, second) }),
    ...(markRead !== undefined && { markRead: call('markRead', markRead, second) }),
    ...(acknowledge !== undefined && { acknowledge: call('acknowledge', acknowledge, second) }),
  };
}

const FAILED_CHECK: ConnectReport = {
  account: null,
  steps: [
    {
      name: 'connect',
      isOk: false,
      description: 'The adapter failed while checking; see the log.',
      platformCode: null,
    },
  ],
};

function readPayload(payload: ParsedPayload): ParsedPayload {
  if (PayloadShape.safeParse(payload).success) return payload;
  throw new TypeError('parse returned something that is no ParsedPayload.');
}

const nothingRead = (): ParsedPayload => ({
  events: [],
  unknown: ['the adapter failed to read it'],
  ignored: [],
});

function readRendering(rendering: Rendering): Rendering {
  const { kind } = Object(rendering);
  if (kind === 'unrenderable' || (kind === 'rendered' && rendering.kind === 'rendered')) return rendering;
  throw new TypeError('render returned something that is no Rendering.');
}

const unrenderable = (): Rendering => ({
  kind: 'unrenderable',
  problems: [{ partIndex: null, message: 'The adapter failed to render this message; see the log.' }],
});

/** Errors of this Confab and of the copy that a package brought along; anything else is an accident of the adapter. */
function toChannelError(error: unknown, reportAccident: () => void): ChannelError {
  if (error instanceof ChannelError) return error;
  if (error instanceof Error && error.name === 'ChannelError') {
    const { kind, facts } = error as Partial<ChannelError>;
    const isOurs = KINDS.includes(kind) && typeof facts?.platformCode === 'string';
    if (isOurs && kind !== undefined) {
      return new ChannelError(kind, error.message, facts as ChannelErrorFacts, { cause: error.cause });
    }
  }
  reportAccident();
  return new ChannelError(
    'indeterminate',
    'The adapter failed; what it was doing may have been done.',
    {
      platformCode: error instanceof Error ? `adapter:${error.name}` : 'adapter:unknown',
      actionBy: 'operator',
    },
    { cause: error },
  );
}

/** @throws {ChannelError} `indeterminate` when the call has not ended some time after its signal aborted. */
async function inTime<Result>(
  run: () => Promise<Result>,
  signal: AbortSignal,
  graceMs: number,
): Promise<Result> {
  const settled = new AbortController();
  const overdue = new Promise<never>((_, reject) => {
    const onAbort = () => {
      const timer = setTimeout(() => {
        reject(
          new ChannelError('indeterminate', 'The adapter did not stop when its time was over.', {
            platformCode: 'adapter:overdue',
            actionBy: 'operator',
          }),
        );
      }, graceMs);
      settled.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([run(), overdue]);
  } finally {
    settled.abort();
  }
}
