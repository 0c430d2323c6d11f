import type { DeadLetterId } from '../model/ids.ts';
import { type Forbidden, forbidden, type NotFound, notFound } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { findDeadLetter, setReplayed } from '../store/dead-letters.ts';
import type { DeadLetter } from '../store/rows.ts';
import type { Core } from './core.ts';
import { parseTotally } from './intake.ts';
import { createMessageWriter } from './message-writer.ts';
import { readBody, storeBodies } from './receive-body.ts';
import { createReceivingAccounts } from './receiving-account.ts';

export interface DeadLetterReplayed {
  /** `still-dead`: it is understood no better than before, and kept. What was understood of it is stored. */
  readonly kind: 'replayed' | 'still-dead';
  readonly deadLetter: DeadLetter;
}

/** Takes a body in that was not understood, by what the adapter understands today. Repeating it is harmless. */
export async function replayDeadLetter(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly id: DeadLetterId },
): Promise<DeadLetterReplayed | NotFound | Forbidden> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const letter = await findDeadLetter(core.db, viewer.workspaceId, input.id);
  if (letter === null) return notFound('dead letter', ['id']);
  const accounts = createReceivingAccounts(core);
  try {
    const account = await accounts.find(letter.channelAccountId);
    const parse = account?.adapter.webhook?.parse ?? account?.adapter.polling?.parse;
    if (account === null || parse === undefined) return { kind: 'still-dead', deadLetter: letter };
    const parsed = parseTotally(core, account, letter.body, parse);
    // It was authentic when it came, for this account alone.
    const body = await readBody(core, accounts, account, letter.body, parsed, (owner) => owner === account);
    await storeBodies(core, createMessageWriter(core), [body]);
    // What could not be stored may have failed again just now, without a word here: a person looks at it.
    const isDead = letter.reason === 'not-storable' || body.unknown.length > 0 || body.strangers.length > 0;
    const deadLetter = await setReplayed(core.db, letter, isDead ? null : core.clock.now());
    return { kind: isDead ? 'still-dead' : 'replayed', deadLetter };
  } finally {
    accounts.close();
  }
}
