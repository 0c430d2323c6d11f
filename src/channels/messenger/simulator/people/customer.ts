import type { ScriptOutcome, ScriptStep } from '../../../shared/simulator/customer-script.ts';
import {
  createDriver,
  followScript,
  type InvalidAction,
  type ScriptDialect,
} from '../../../shared/simulator/driven-customer.ts';
import type { Person, World } from '../state.ts';
import { type ActionInput, actionSchema } from './actions.ts';
import type { Inbox, InboxEvent } from './inbox.ts';
import { type ActionOutcome, perform } from './perform.ts';

/** A person of the simulated Messenger, as a test or a script drives them. */
export interface Customer {
  readonly name: string;
  readonly inbox: Inbox;

  /** Does anything; what can not be done, or is no action at all, comes back as an outcome. */
  act(action: unknown): ActionOutcome | InvalidAction;
  /** Does anything. @throws {ActionImpossible} */
  does(action: ActionInput): Done;

  writes(text: string, options?: Options<'write'>): Done;
  sends(media: Extract<ActionInput, { do: 'send' }>['media'], options?: Options<'send'>): Done;
  taps(label: string, options?: Options<'tap'>): Done;
  reads(options?: Options<'read'>): Done;
  reacts(mid: string, emoji: string | null, options?: Options<'react'>): Done;
  edits(mid: string, text: string, options?: Options<'edit'>): Done;
  blocks(options?: Options<'block'>): Done;
  /** Does one thing after the other. */
  follows(script: readonly ScriptStep[]): Promise<ScriptOutcome>;
}

type Options<Name extends ActionInput['do']> = Partial<Omit<Extract<ActionInput, { do: Name }>, 'do'>>;
export type Done = Extract<ActionOutcome, { readonly kind: 'done' }>;

export function asCustomer(world: World, person: Person): Customer {
  const { act, does } = createDriver(actionSchema, (action) => perform(world, person, action));

  return {
    name: person.name,
    inbox: person.inbox,
    act,
    does,
    writes: (text, options) => does({ do: 'write', ...options, text }),
    sends: (media, options) => does({ do: 'send', ...options, media }),
    taps: (label, options) => does({ do: 'tap', ...options, label }),
    reads: (options) => does({ do: 'read', ...options }),
    reacts: (mid, emoji, options) => does({ do: 'react', ...options, mid, emoji }),
    edits: (mid, text, options) => does({ do: 'edit', ...options, mid, text }),
    blocks: (options) => does({ do: 'block', ...options }),
    follows: (script) => followScript(act, dialectOf(person), script, world.time),
  };
}

const dialectOf = ({ inbox }: Person): ScriptDialect<InboxEvent> => ({
  inbox,
  write: (text) => ({ do: 'write', text }),
  tap: (label) => ({ do: 'tap', label }),
  textOf: (event) => (event.kind === 'message' ? event.message.text : null),
});
