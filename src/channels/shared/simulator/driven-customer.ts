import type { z } from 'zod';
import { type ControlProblem, problemsIn } from './control-route.ts';
import { runScript, type ScriptedCustomer, type ScriptOutcome, type ScriptStep } from './customer-script.ts';
import type { SimulatedTime } from './simulated-time.ts';
import type { WatchableList } from './watchable-list.ts';

/** What was asked for is no action that this platform has. */
export interface InvalidAction {
  readonly kind: 'invalid';
  readonly problems: readonly ControlProblem[];
}

/** A person was asked to do what can not be done: a mistake in the test. */
export class ActionImpossible extends Error {
  override readonly name = 'ActionImpossible';
}

type AnyOutcome = { readonly kind: 'done' } | { readonly kind: 'impossible'; readonly message: string };

/** The two ways to make a simulated person do something. */
export interface Driver<Action, Outcome extends AnyOutcome> {
  /** What can not be done, or is no action at all, comes back as an outcome. */
  act(action: unknown): Outcome | InvalidAction;
  /** @throws {ActionImpossible} */
  does(action: Action): Extract<Outcome, { kind: 'done' }>;
}

/** @param perform  Does what the platform's own schema has let through. */
export function createDriver<Schema extends z.ZodType, Outcome extends AnyOutcome>(
  schema: Schema,
  perform: (action: z.output<Schema>) => Outcome,
): Driver<z.input<Schema>, Outcome> {
  const act = (action: unknown): Outcome | InvalidAction => {
    const checked = schema.safeParse(action);
    if (checked.success) return perform(checked.data);
    return { kind: 'invalid', problems: problemsIn(checked.error) };
  };
  return {
    act,
    does(action) {
      const outcome = act(action);
      const objection = objectionIn(outcome);
      if (objection !== null) throw new ActionImpossible(objection);
      // Nothing spoke against it.
      return outcome as Extract<Outcome, { kind: 'done' }>;
    },
  };
}

/** What differs between platforms when somebody follows a script. */
export interface ScriptDialect<Shown> {
  readonly inbox: Pick<WatchableList<Shown>, 'total' | 'since' | 'waitFor'>;
  readonly write: (text: string) => unknown;
  readonly tap: (label: string) => unknown;
  /** The words of what came; null: it is no message. */
  readonly textOf: (shown: Shown) => string | null;
}

/** Does one thing after the other, by the actions of the platform. */
export function followScript<Shown>(
  act: (action: unknown) => AnyOutcome | InvalidAction,
  dialect: ScriptDialect<Shown>,
  script: readonly ScriptStep[],
  time: SimulatedTime,
): Promise<ScriptOutcome> {
  const { inbox, textOf } = dialect;
  let position = inbox.total;
  const customer: ScriptedCustomer = {
    say: (text) => objectionIn(act(dialect.write(text))),
    tap: (label) => objectionIn(act(dialect.tap(label))),
    act: (action) => objectionIn(act(action)),
    async waitForAnswer(fits, timeoutMs) {
      const answer = await inbox.waitFor(
        (shown) => {
          const text = textOf(shown);
          return text !== null && fits(text) && { shown, text };
        },
        { from: position, timeoutMs },
      );
      position += inbox.since(position).indexOf(answer.shown) + 1;
      return answer.text;
    },
  };
  return runScript(customer, script, time);
}

/** Null: nothing speaks against it, it is done. */
function objectionIn(outcome: AnyOutcome | InvalidAction): string | null {
  if (outcome.kind === 'done') return null;
  if (outcome.kind === 'impossible') return outcome.message;
  return outcome.problems.map(({ path, message }) => `${path}: ${message}`).join(' ');
}
