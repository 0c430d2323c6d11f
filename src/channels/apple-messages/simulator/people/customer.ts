import type { ScriptOutcome, ScriptStep } from '../../../shared/simulator/customer-script.ts';
import {
  createDriver,
  followScript,
  type InvalidAction,
  type ScriptDialect,
} from '../../../shared/simulator/driven-customer.ts';
import type { Person, World } from '../state.ts';
import type { Inbox, InboxEvent } from './inbox.ts';
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

export function asCustomer(world: World, person: Person): Customer {
  const { act, does } = createDriver(actionSchema, (action) => perform(world, person, action));

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
    follows: (script) => followScript(act, dialectOf(person), script, world.time),
  };
}

const dialectOf = ({ inbox }: Person): ScriptDialect<InboxEvent> => ({
  inbox,
  write: (text) => ({ do: 'write', text }),
  tap: (label) => ({ do: 'tap', labels: [label] }),
  textOf: (event) => (event.kind === 'message' ? event.message.text : null),
});
