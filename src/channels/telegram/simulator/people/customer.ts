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

/** A person of the simulated Telegram, as a test or a script drives them. */
export interface Customer {
  /** Also the id of their private chats. */
  readonly id: number;
  readonly name: string;
  readonly phoneNumber: string;
  readonly inbox: Inbox;

  /** Does anything; what can not be done, or is no action at all, comes back as an outcome. */
  act(action: unknown): ActionOutcome | InvalidAction;
  /** Does anything. @throws {ActionImpossible} */
  does(action: ActionInput): Done;

  /** Presses Start. */
  starts(options?: Options<'start'>): Done;
  writes(text: string, options?: Options<'write'>): Done;
  sends(media: ActionOf<'send'>['media'], options?: Options<'send'>): Done;
  taps(label: string, options?: Options<'tap'>): Done;
  reacts(messageId: number, emojis: readonly string[], options?: Options<'react'>): Done;
  blocks(options?: Options<'block'>): Done;
  unblocks(options?: Options<'unblock'>): Done;
  /** Does one thing after the other. */
  follows(script: readonly ScriptStep[]): Promise<ScriptOutcome>;
}

type Options<Name extends ActionInput['do']> = Partial<Omit<Extract<ActionInput, { do: Name }>, 'do'>>;

export interface Done {
  readonly chatId: number;
  /** The message that it made or changed, the first of several; 0: none. */
  readonly messageId: number;
  readonly messageIds: readonly number[];
  /** The updates that bots get because of it; empty when they do not want such updates. */
  readonly updateIds: readonly number[];
  readonly facts: Readonly<Record<string, unknown>>;
}

export function asCustomer(world: World, person: Person): Customer {
  const driver = createDriver(actionSchema, (action) => perform(world, person, action));
  const { act } = driver;

  function does(action: ActionInput): Done {
    const outcome = driver.does(action);
    const { chatId, messageIds, updateIds, facts = {} } = outcome;
    return { chatId, messageId: messageIds[0] ?? 0, messageIds, updateIds, facts };
  }

  return {
    id: person.user.id,
    name: person.user.first_name,
    phoneNumber: person.phoneNumber,
    inbox: person.inbox,
    act,
    does,
    starts: (options) => does({ do: 'start', ...options }),
    writes: (text, options) => does({ do: 'write', ...options, text }),
    sends: (media, options) => does({ do: 'send', ...options, media }),
    taps: (label, options) => does({ do: 'tap', ...options, label }),
    reacts: (messageId, emojis, options) => does({ do: 'react', ...options, messageId, emojis: [...emojis] }),
    blocks: (options) => does({ do: 'block', ...options }),
    unblocks: (options) => does({ do: 'unblock', ...options }),
    follows: (script) => followScript(act, dialectOf(person), script, world.time),
  };
}

const dialectOf = ({ inbox }: Person): ScriptDialect<InboxEvent> => ({
  inbox,
  write: (text) => ({ do: 'write', text }),
  tap: (label) => ({ do: 'tap', label }),
  textOf: (event) => (event.kind === 'message' || event.kind === 'edit' ? event.message.text : null),
});
