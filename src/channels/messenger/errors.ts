import { ChannelError } from '../../core/channel/index.ts';
import { noClearAnswer } from '../shared/meta-graph.ts';
import type { MetaRefusal } from '../shared/meta-refusal.ts';
import { MEANING_OF_CODE, MEANING_OF_RANGE, MEANING_OF_SUBCODE, type Meaning } from './error-codes.ts';

/** For sentences about what the network did. */
export const PLATFORM = { platform: 'Messenger' } as const;

/** What a refusal means to the queue. The code is kept whatever we make of it, with its subcode: `10/2018278`. */
export function toChannelError(refusal: MetaRefusal): ChannelError {
  const { status, description, retryAfterMs } = refusal;
  const meaning = meaningOf(refusal);
  if (status >= 500 && meaning === null) return unclear(refusal);
  const { kind, cause, actionBy, sentence, throttles, ...known } = meaning ?? meaningOfStatus(status);
  const waitMs = retryAfterMs ?? known.retryAfterMs;
  return new ChannelError(kind, sentence, {
    platformCode: codeOf(refusal),
    actionBy,
    ...(description !== '' && { platformMessage: description }),
    ...(cause !== undefined && { cause }),
    ...(throttles !== undefined && { throttles }),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  });
}

function meaningOf({ code, subcode }: MetaRefusal): Meaning | null {
  if (code === null) return null;
  const range = MEANING_OF_RANGE.find(([from, to]) => code >= from && code <= to);
  return MEANING_OF_SUBCODE.get(`${code}/${subcode}`) ?? MEANING_OF_CODE.get(code) ?? range?.[2] ?? null;
}

/** For codes that are new, and for answers that are not Meta's: a proxy's, a firewall's. */
function meaningOfStatus(status: number): Meaning {
  if (status === 401) {
    return {
      kind: 'unauthorized',
      actionBy: 'operator',
      sentence: 'Meta does not accept the Page access token.',
    };
  }
  if (status === 429) {
    return { kind: 'throttled', actionBy: 'nobody', sentence: 'Meta accepts no more calls for now.' };
  }
  return { kind: 'rejected', cause: 'other', actionBy: 'operator', sentence: 'Messenger refused this.' };
}

function unclear(refusal: MetaRefusal): ChannelError {
  const { message, facts } = noClearAnswer(PLATFORM, refusal.status);
  return new ChannelError('indeterminate', message, {
    ...facts,
    ...(refusal.code !== null && { platformCode: codeOf(refusal) }),
    ...(refusal.description !== '' && { platformMessage: refusal.description }),
  });
}

function codeOf({ status, code, subcode }: MetaRefusal): string {
  if (code === null) return `http:${status}`;
  return subcode === null ? String(code) : `${code}/${subcode}`;
}
