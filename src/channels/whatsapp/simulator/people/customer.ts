import { type ControlProblem, problemsIn } from '../../../shared/simulator/control-route.ts';
import {
  runScript,
  type ScriptedCustomer,
  type ScriptOutcome,
  type ScriptStep,
} from '../../../shared/simulator/customer-script.ts';
import type { Person, World } from '../state.ts';
import { perform } from './actions/perform.ts';
import type { ActionOutcome } from './actions/scene.ts';
import { type ActionInput, type ActionOf, actionSchema } from './actions/schema.ts';
import type { Inbox } from './inbox.ts';

/** A person of the simulated WhatsApp, as a test or a script drives them. */
export interface Customer {
  readonly name: string;
  /** Digits. */
  readonly phone: string;
  readonly inbox: Inbox;
  /** The business-scoped ids, by WABA id; there is one as soon as the person has written. */
  readonly userIds: ReadonlyMap<string, string>;

  /** Does anything; what can not be done, or is no action at all, comes back as an outcome. */
  act(action: unknown): ActionOutcome | InvalidAction;
  /** Does anything. @throws {ActionImpossible} */
  does(action: ActionInput): Done;

  writes(text: string, options?: Options<'write'>): Done;
  sends(media: ActionOf<'send'>['media'], options?: Options<'send'>): Done;
  taps(label: string, options?: Options<'tap'>): Done;
  reacts(messageId: string, emoji: string, options?: Options<'react'>): Done;
  /** Everything that has arrived. */
  reads(options?: Options<'read'>): Done;
  /** Does one thing after the other. */
  follows(script: readonly ScriptStep[]): Promise<ScriptOutcome>;
}

type Options<Name extends ActionInput['do']> = Partial<Omit<Extract<ActionInput, { do: Name }>, 'do'>>;

export interface Done {
  /** The message that it made; empty: none. */
  readonly messageId: string;
  readonly messageIds: readonly string[];
}

export interface InvalidAction {
  readonly kind: 'invalid';
  readonly problems: readonly ControlProblem[];
}

/** A person was asked to do what can not be done: a mistake in the test. */
export class ActionImpossible extends Error {
  override readonly name = 'ActionImpossible';
}

export function asCustomer(world: World, person: Person): Customer {
  function act(action: unknown): ActionOutcome | InvalidAction {
    const checked = actionSchema.safeParse(action);
    if (checked.success) return perform(world, person, checked.data);
    return { kind: 'invalid', problems: problemsIn(checked.error) };
  }

  function does(action: ActionInput): Done {
    const outcome = act(action);
    if (outcome.kind !== 'done') throw new ActionImpossible(objectionIn(outcome) ?? '');
    return { messageId: outcome.messageIds[0] ?? '', messageIds: outcome.messageIds };
  }

  return {
    name: person.name,
    get phone() {
      return person.phone;
    },
    inbox: person.inbox,
    userIds: person.userIds,
    act,
    does,
    writes: (text, options) => does({ do: 'write', ...options, text }),
    sends: (media, options) => does({ do: 'send', ...options, media }),
    taps: (label, options) => does({ do: 'tap', ...options, label }),
    reacts: (messageId, emoji, options) => does({ do: 'react', ...options, messageId, emoji }),
    reads: (options) => does({ do: 'read', ...options }),
    follows: (script) => runScript(scripted(person, act), script, world.time),
  };
}

/** null: nothing speaks against it, it is done. */
function objectionIn(outcome: ActionOutcome | InvalidAction): string | null {
  if (outcome.kind === 'impossible') return outcome.message;
  if (outcome.kind === 'done') return null;
  return outcome.problems.map(({ path, message }) => `${path}: ${message}`).join(' ');
}

function scripted({ inbox }: Person, act: Customer['act']): ScriptedCustomer {
  let position = inbox.total;
  return {
    say: (text) => objectionIn(act({ do: 'write', text })),
    tap: (label) => objectionIn(act({ do: 'tap', label })),
    act: (action) => objectionIn(act(action)),
    async waitForAnswer(fits, timeoutMs) {
      const answer = await inbox.waitFor(
        (event) => event.kind === 'message' && fits(event.message.text) && event,
        {
          from: position,
          timeoutMs,
        },
      );
      position += inbox.since(position).indexOf(answer) + 1;
      return answer.message.text;
    },
  };
}
