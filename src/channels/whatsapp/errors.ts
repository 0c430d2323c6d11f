import { ChannelError } from '../../core/channel/index.ts';
import type { ActionBy, RejectionCause } from '../../core/model/failure.ts';
import { noClearAnswer } from '../shared/meta-graph.ts';
import type { MetaRefusal } from '../shared/meta-refusal.ts';
import { MEANING_OF_CODE, MEANING_OF_RANGE, MEANING_OF_SUBCODE, type Meaning } from './error-codes.ts';

/** For sentences about what the network did. */
export const PLATFORM = { platform: 'WhatsApp' } as const;

/** What a refusal means to the queue. The code is kept whatever we make of it. */
export function toChannelError(refusal: MetaRefusal): ChannelError {
  const { status, code, description, retryAfterMs } = refusal;
  const meaning = meaningOf(refusal);
  if (status >= 500 && (meaning === null || meaning.isVague === true)) return unclear(refusal);
  const { kind, cause, actionBy, sentence, throttles, ...known } = meaning ?? meaningOfStatus(status);
  const waitMs = retryAfterMs ?? known.retryAfterMs;
  return new ChannelError(kind, sentence, {
    platformCode: code === null ? `http:${status}` : String(code),
    actionBy,
    ...(description !== '' && { platformMessage: wordsOf(refusal) }),
    ...(cause !== undefined && { cause }),
    ...(throttles !== undefined && { throttles }),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  });
}

/** Why a message failed that WhatsApp had accepted first, and who can mend it. */
export function explain(code: number): { readonly cause: RejectionCause; readonly actionBy: ActionBy } {
  const { cause = 'other', actionBy } = meaningOfCode(code) ?? UNKNOWN;
  return { cause, actionBy };
}

function meaningOf({ code, subcode }: MetaRefusal): Meaning | null {
  if (code === null) return null;
  const special = code === WRONG_FIELD && subcode !== null ? within(MEANING_OF_SUBCODE, subcode) : null;
  return special ?? meaningOfCode(code);
}

const WRONG_FIELD = 100;

function meaningOfCode(code: number): Meaning | null {
  return MEANING_OF_CODE.get(code) ?? within(MEANING_OF_RANGE, code);
}

function within(ranges: typeof MEANING_OF_RANGE, number: number): Meaning | null {
  return ranges.find(([from, to]) => number >= from && number <= to)?.[2] ?? null;
}

/** For codes that are new, and for answers that are not Meta's: a proxy's, a firewall's. */
function meaningOfStatus(status: number): Meaning {
  if (status === 401) {
    return { kind: 'unauthorized', actionBy: 'operator', sentence: 'Meta does not accept the access token.' };
  }
  if (status === 429) {
    return { kind: 'throttled', actionBy: 'nobody', sentence: 'Meta accepts no more calls for now.' };
  }
  return UNKNOWN;
}

const UNKNOWN: Meaning = {
  kind: 'rejected',
  cause: 'other',
  actionBy: 'operator',
  sentence: 'WhatsApp refused this.',
};

function unclear(refusal: MetaRefusal): ChannelError {
  const { message, facts } = noClearAnswer(PLATFORM, refusal.status);
  return new ChannelError('indeterminate', message, {
    ...facts,
    ...(refusal.code !== null && { platformCode: String(refusal.code) }),
    ...(refusal.description !== '' && { platformMessage: wordsOf(refusal) }),
  });
}

/** The subcode tells Meta's support, and sometimes an author, what exactly it was. */
function wordsOf({ description, subcode }: MetaRefusal): string {
  return subcode === null ? description : `${description} (subcode ${subcode})`;
}
