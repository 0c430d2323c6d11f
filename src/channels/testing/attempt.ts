import type { AccountContext, ChannelError, SendReceipt, WireRequest } from '../../core/channel/index.ts';
import { contextOf } from './account-context.ts';
import { ConformanceFailure, must, type Subject } from './check.ts';
import { type Rendered, renderOf } from './sample-message.ts';
import { type PlatformBehaviour, type PlatformRequest, startScriptedPlatform } from './scripted-platform.ts';

/** What came of one call of an adapter, and what the platform saw of it. */
export interface Attempt<Result> {
  readonly outcome:
    | { readonly kind: 'done'; readonly result: Result }
    | { readonly kind: 'threw'; readonly error: unknown };
  readonly requests: readonly PlatformRequest[];
  /** The requests that send. */
  readonly sending: readonly PlatformRequest[];
}

/** Calls the adapter once, with a platform that behaves so. */
export async function attemptWith<Result>(
  subject: Subject,
  behave: (request: PlatformRequest) => PlatformBehaviour,
  call: (context: AccountContext) => Promise<Result>,
  facts: Partial<AccountContext> = {},
): Promise<Attempt<Result>> {
  const platform = await startScriptedPlatform(behave);
  try {
    const outcome = await settledInTime(call, contextOf(subject, platform.url, facts));
    const requests = [...platform.requests];
    return { outcome, requests, sending: requests.filter((request) => isSending(subject, request)) };
  } finally {
    await platform.close();
  }
}

/** Sends the simplest text, with a platform that answers everything but the message as usual. */
export function sendTextWith(
  subject: Subject,
  behaviour: PlatformBehaviour,
  facts: Partial<AccountContext> = {},
): Promise<Attempt<SendReceipt>> {
  const { fixtures } = subject;
  return attemptWith(
    subject,
    (request) => (isSending(subject, request) ? behaviour : fixtures.platform.answer(request)),
    (context) => subject.definition.send(textRequest(subject), context),
    facts,
  );
}

/** The one request of the simplest text. */
export function textRequest(subject: Subject): WireRequest {
  const { requests } = renderedText(subject);
  const [request] = requests;
  must(requests.length === 1 && request !== undefined, 'A short text is not rendered to one request.');
  return request;
}

function renderedText(subject: Subject): Rendered {
  const rendering = renderOf(subject, 'a short text', [{ type: 'text', text: 'Hello' }]);
  must(rendering.kind === 'rendered', 'A short text can not be rendered.');
  return rendering;
}

export const isSending = ({ fixtures }: Subject, request: PlatformRequest): boolean =>
  fixtures.platform.isSending?.(request) ?? true;

/** @throws {ConformanceFailure} unless the adapter threw a `ChannelError`, of this copy of Confab or of another. */
export function channelErrorOf(attempt: Attempt<unknown>, when: string): ChannelError {
  const { outcome } = attempt;
  must(outcome.kind === 'threw', `It reports success ${when}.`);
  const { error } = outcome;
  if (isChannelError(error)) return error;
  throw new ConformanceFailure(`It throws something else than a ChannelError ${when}: ${String(error)}`);
}

function isChannelError(error: unknown): error is ChannelError {
  if (!(error instanceof Error) || error.name !== 'ChannelError') return false;
  const { kind, facts } = error as Partial<ChannelError>;
  return typeof kind === 'string' && typeof facts?.platformCode === 'string' && facts.platformCode !== '';
}

/** How long an adapter may go on after its time is over: it only has to notice. */
const GRACE_MS = 2_000;

/**
 * What came of a call.
 *
 * @throws {ConformanceFailure} when it goes on although its signal has aborted: it would hold a place in the queue.
 */
export async function settledInTime<Result>(
  call: (context: AccountContext) => Promise<Result>,
  context: AccountContext,
): Promise<Attempt<Result>['outcome']> {
  const outcome = Promise.resolve(context)
    .then(call)
    .then(
      (result) => ({ kind: 'done' as const, result }),
      (error: unknown) => ({ kind: 'threw' as const, error }),
    );
  const patience = new AbortController();
  const overdue = isOverdue(context.signal, patience.signal);
  const first = await Promise.race([outcome, overdue]);
  patience.abort();
  must(first !== 'overdue', 'It goes on waiting although its signal has aborted.');
  return first;
}

/** Resolves some time after `signal` has aborted, unless `done` aborts first. */
function isOverdue(signal: AbortSignal, done: AbortSignal): Promise<'overdue'> {
  return new Promise((resolve) => {
    const wait = () => {
      const timer = setTimeout(() => resolve('overdue'), GRACE_MS);
      done.addEventListener('abort', () => clearTimeout(timer), { once: true });
    };
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true, signal: done });
  });
}
