import type {
  AccountContext,
  ChannelDefinition,
  ConnectReport,
  WebhookAnswer,
  WebhookPort,
} from './adapter.ts';
import { inTime, toChannelError } from './foreign-call.ts';
import type { ParsedPayload } from './inbound-event.ts';
import { PayloadShape } from './payload-shape.ts';
import type { Rendering } from './rendering.ts';

/** Told of every promise that an adapter has broken. */
export type ReportFault = (operation: string, error: unknown) => void;

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
  const guard = <Port extends object>(port: Port): Port => guardCalls(port, report, graceMs);
  const total = <Arguments extends readonly unknown[], Result>(
    operation: string,
    run: (...given: Arguments) => Result,
    otherwise: () => Result,
  ) => {
    return (...given: Arguments): Result => {
      try {
        return run(...given);
      } catch (error) {
        report(operation, error);
        return otherwise();
      }
    };
  };
  const guardParse = (port: Pick<WebhookPort, 'parse'>): WebhookPort['parse'] =>
    total('parse', (body, account) => readPayload(port.parse(body, account)), nothingRead);
  const { webhook, polling, broadcast } = definition;
  const ports = Object.entries(definition).filter(([name]) => PORTS.includes(name));

  return {
    ...guard(definition),
    ...Object.fromEntries(ports.map(([name, port]) => [name, guard(port)])),
    checkCredentials: total(
      'checkCredentials',
      (credentials) => definition.checkCredentials(credentials),
      () => [{ field: '', message: 'The adapter failed to check them; see the log.' }],
    ),
    connect: async (context, arrangement) => {
      try {
        return await inTime(() => definition.connect(context, arrangement), context.signal, graceMs);
      } catch (error) {
        report('connect', error);
        return FAILED_CHECK;
      }
    },
    render: total('render', (message) => readRendering(definition.render(message)), unrenderable),
    ...(webhook !== undefined && { webhook: { ...guardWebhook(webhook), parse: guardParse(webhook) } }),
    ...(polling !== undefined && { polling: { ...guard(polling), parse: guardParse(polling) } }),
    ...(broadcast !== undefined && {
      broadcast: {
        ...guard(broadcast),
        render: total('render', (message) => readRendering(broadcast.render(message)), unrenderable),
      },
    }),
  };

  function guardWebhook(port: WebhookPort): Omit<WebhookPort, 'parse'> {
    return {
      ...(port.complete !== undefined && guard({ complete: port.complete })),
      verify: total(
        'verify',
        (request, credentials) => port.verify(request, credentials),
        () => 'forged',
      ),
      ...(port.answerHandshake !== undefined && {
        answerHandshake: total(
          'answerHandshake',
          (request, credentials) => port.answerHandshake?.(request, credentials) ?? null,
          () => null,
        ),
      }),
      ...(port.answer !== undefined && {
        answer: total(
          'answer',
          (body, account) => port.answer?.(body, account) ?? EMPTY,
          () => EMPTY,
        ),
      }),
      ...(port.concerns !== undefined && {
        concerns: total(
          'concerns',
          (externalId, account) => port.concerns?.(externalId, account) === true,
          () => false,
        ),
      }),
    };
  }
}

const EMPTY: WebhookAnswer = { status: 200, contentType: 'text/plain', body: '' };

/** The groups of functions that stand in a definition beside its own, but for those that are guarded one by one. */
const PORTS: readonly string[] = ['templates', 'presence', 'routing'];

/** Guards every function that gets an account; the pure ones stay as they are. */
function guardCalls<Port extends object>(port: Port, report: ReportFault, graceMs: number): Port {
  const guarded = namesOf(port).map((name): [string, unknown] => {
    const run = Reflect.get(port, name);
    if (typeof run !== 'function') return [name, run];
    const call = (...given: readonly unknown[]): unknown => {
      const context = given.find(isAccountContext);
      if (context === undefined) return run.apply(port, given);
      return inTime(async () => run.apply(port, given), context.signal, graceMs).catch((error: unknown) => {
        throw toChannelError(error, () => report(name, error));
      });
    };
    return [name, call];
  });
  // The same names, and functions that take and return the same.
  return Object.fromEntries(guarded) as Port;
}

/** With what an adapter that is an object of a class has from that class. */
function namesOf(port: object): readonly string[] {
  const names = new Set<string>();
  for (let part: unknown = port; part instanceof Object && part !== Object.prototype; ) {
    for (const name of Object.getOwnPropertyNames(part)) if (name !== 'constructor') names.add(name);
    part = Object.getPrototypeOf(part);
  }
  return [...names];
}

function isAccountContext(value: unknown): value is AccountContext {
  return Object(value).signal instanceof AbortSignal && typeof Object(value).accountId === 'string';
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
