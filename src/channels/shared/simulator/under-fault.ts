import type { AnswerFault, ErrorFault } from './faults.ts';
import type { SimulatorReply } from './http-server.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** The steps of one call, as a platform takes them. */
export interface CallSteps {
  /** Reads the body. */
  receive(): Promise<void>;
  /** Lets the call take effect. */
  carryOut(): Promise<SimulatorReply>;
  /** Says no in the platform's words, with no effect. */
  refuse(fault: ErrorFault): SimulatorReply;
  /** The call has no effect and gets no answer. */
  ignore(): void;
}

/** Takes the steps of a call that a fault leaves, and spoils the answer as it says. */
export async function underFault(
  fault: AnswerFault | null,
  time: SimulatedTime,
  steps: CallSteps,
): Promise<SimulatorReply> {
  if (fault?.kind === 'cut' && fault.when === 'before-body') {
    steps.ignore();
    return { kind: 'cut' };
  }
  await steps.receive();
  switch (fault?.kind) {
    case undefined:
      return steps.carryOut();
    case 'error':
      return steps.refuse(fault);
    case 'silence':
      await (fault.accepts ? steps.carryOut() : steps.ignore());
      return { kind: 'silence' };
    case 'cut':
      await (fault.when === 'after-accepting' ? steps.carryOut() : steps.ignore());
      return { kind: 'cut' };
    case 'slow': {
      const reply = await steps.carryOut();
      await new Promise<void>((resolve) => time.after(fault.delayMs, resolve));
      return reply;
    }
    case 'malformed':
      return withoutEnd(await steps.carryOut());
    default:
      return fault satisfies never;
  }
}

function withoutEnd(reply: SimulatorReply): SimulatorReply {
  if (reply.kind !== 'reply') return reply;
  return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
}
