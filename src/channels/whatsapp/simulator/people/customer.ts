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
import type { Inbox, InboxEvent } from './inbox.ts';

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

export function asCustomer(world: World, person: Person): Customer {
  const driver = createDriver(actionSchema, (action) => perform(world, person, action));
  const { act } = driver;

  function does(action: ActionInput): Done {
    const outcome = driver.does(action);
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
    follows: (script) => followScript(act, dialectOf(person), script, world.time),
  };
}

const dialectOf = ({ inbox }: Person): ScriptDialect<InboxEvent> => ({
  inbox,
  write: (text) => ({ do: 'write', text }),
  tap: (label) => ({ do: 'tap', label }),
  textOf: (event) => (event.kind === 'message' ? event.message.text : null),
});
