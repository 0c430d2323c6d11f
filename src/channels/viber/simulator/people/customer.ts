import type { ScriptOutcome, ScriptStep } from '../../../shared/simulator/customer-script.ts';
import {
  createDriver,
  followScript,
  type InvalidAction,
  type ScriptDialect,
} from '../../../shared/simulator/driven-customer.ts';
import type { Person, World } from '../state.ts';
import { perform } from './actions/perform.ts';
import type { ActionOutcome } from './actions/scene.ts';
import { type ActionInput, type ActionOf, actionSchema } from './actions/schema.ts';
import type { Inbox } from './inbox.ts';
import type { ReceivedMessage } from './received-message.ts';

/** A person of the simulated Viber, as a test or a script drives them. */
export interface Customer {
  readonly name: string;
  readonly phoneNumber: string;
  readonly inbox: Inbox;

  /** Does anything; what can not be done, or is no action at all, comes back as an outcome. */
  act(action: unknown): ActionOutcome | InvalidAction;
  /** Does anything. @throws {ActionImpossible} */
  does(action: ActionInput): Done;

  opens(context?: string, options?: Options<'open'>): Done;
  writes(text: string, options?: Options<'write'>): Done;
  sends(media: ActionOf<'send'>['media'], options?: Options<'send'>): Done;
  taps(label: string, options?: Options<'tap'>): Done;
  sees(options?: Options<'see'>): Done;
  unsubscribes(options?: Options<'unsubscribe'>): Done;
  /** Does one thing after the other. */
  follows(script: readonly ScriptStep[]): Promise<ScriptOutcome>;
}

type Options<Name extends ActionInput['do']> = Partial<Omit<Extract<ActionInput, { do: Name }>, 'do'>>;

export type Done = Omit<Extract<ActionOutcome, { kind: 'done' }>, 'kind'>;

export function asCustomer(world: World, person: Person): Customer {
  const driver = createDriver(actionSchema, (action) => perform(world, person, action));
  const { act } = driver;

  function does(action: ActionInput): Done {
    const outcome = driver.does(action);
    const { kind: _done, ...facts } = outcome;
    return facts;
  }

  return {
    name: person.name,
    phoneNumber: person.phoneNumber,
    inbox: person.inbox,
    act,
    does,
    opens: (context, options) => does({ do: 'open', ...options, ...(context !== undefined && { context }) }),
    writes: (text, options) => does({ do: 'write', ...options, text }),
    sends: (media, options) => does({ do: 'send', ...options, media }),
    taps: (label, options) => does({ do: 'tap', ...options, label }),
    sees: (options) => does({ do: 'see', ...options }),
    unsubscribes: (options) => does({ do: 'unsubscribe', ...options }),
    follows: (script) => followScript(act, dialectOf(person), script, world.time),
  };
}

const dialectOf = ({ inbox }: Person): ScriptDialect<ReceivedMessage> => ({
  inbox,
  write: (text) => ({ do: 'write', text }),
  tap: (label) => ({ do: 'tap', label }),
  textOf: ({ text }) => text,
});
