import { type ControlProblem, problemsIn } from '../../../shared/simulator/control-route.ts';
import {
  runScript,
  type ScriptedCustomer,
  type ScriptOutcome,
  type ScriptStep,
} from '../../../shared/simulator/customer-script.ts';
import type { Person, World } from '../state.ts';
import type { Inbox } from './inbox.ts';
import { type ActionOutcome, perform } from './perform.ts';
import { type ActionInput, actionSchema } from './schema.ts';

/** A person with an Apple device, as a test or a script drives them. */
export interface Customer {
  readonly name: string;
  readonly inbox: Inbox;

  /** Does anything; what can not be done, or is no action at all, comes back as an outcome. */
  act(action: unknown): ActionOutcome | InvalidAction;
  /** Does anything. @throws {ActionImpossible} */
  does(action: ActionInput): Done;

  writes(text: string, options?: Options<'write'>): Done;
  sends(file: FileName, options?: Options<'send'>): Done;
  taps(label: string, options?: Options<'tap'>): Done;
  fills(values: Readonly<Record<string, string>>, options?: Options<'fill'>): Done;
  closes(options?: Options<'close'>): Done;
  /** Does one thing after the other. */
  follows(script: readonly ScriptStep[]): Promise<ScriptOutcome>;
}

type Options<Name extends ActionInput['do']> = Partial<Omit<Extract<ActionInput, { do: Name }>, 'do'>>;
type FileName = Extract<ActionInput, { do: 'send' }>['files'][number];
export type Done = Extract<ActionOutcome, { readonly kind: 'done' }>;

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
    return outcome;
  }

  return {
    name: person.name,
    inbox: person.inbox,
    act,
    does,
    writes: (text, options) => does({ do: 'write', ...options, text }),
    sends: (file, options) => does({ do: 'send', files: [file], ...options }),
    taps: (label, options) => does({ do: 'tap', ...options, labels: [label] }),
    fills: (values, options) => does({ do: 'fill', ...options, values }),
    closes: (options) => does({ do: 'close', ...options }),
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
    tap: (label) => objectionIn(act({ do: 'tap', labels: [label] })),
    act: (action) => objectionIn(act(action)),
    async waitForAnswer(fits, timeoutMs) {
      const answer = await inbox.waitFor(
        (event) => event.kind === 'message' && fits(event.message.text) && event,
        { from: position, timeoutMs },
      );
      position += inbox.since(position).indexOf(answer) + 1;
      return answer.message.text;
    },
  };
}
