import { describe, expect, it } from 'vitest';
import { explain, toChannelError } from '../../../src/channels/whatsapp/errors.ts';

const refusal = (code: number | null, more: object = {}) => ({
  status: 400,
  code,
  subcode: null,
  description: 'as Meta says',
  retryAfterMs: null,
  ...more,
});

/**
 * The platform's list of codes with what each asks of us: R try again, L after a long while, W write something else,
 * N never, A an operator has to act. Written from the reference, apart from the adapter's own table.
 */
const DOCUMENTED: readonly (readonly [codes: readonly number[], wants: string])[] = [
  [[0, 190], 'A'],
  [[3, 10, 200, 210, 299], 'A'],
  [[1], 'R'],
  [[2], 'R'],
  [[4], 'R'],
  [[33], 'N'],
  [[100], 'N'],
  [[368], 'A'],
  [[80007, 80008], 'R'],
  [[130429], 'R'],
  [[130472, 130497], 'N'],
  [[131000], 'R'],
  [[131005], 'A'],
  [[131008, 131009], 'N'],
  [[131016], 'R'],
  [[131020, 131041, 131200, 131299], 'N'],
  [[131021, 131026], 'N'],
  [[131030, 131031, 131037, 131042, 131044, 131045], 'A'],
  [[131047], 'W'],
  [[131048, 131049], 'L'],
  [[131050, 131051], 'N'],
  [[131052], 'R'],
  [[131053], 'N'],
  [[131056, 131057], 'R'],
  [[131062], 'W'],
  [[131063, 131064], 'A'],
  [[132000, 132001, 132005, 132007, 132008, 132012], 'N'],
  [[132015], 'L'],
  [[132016, 132018], 'N'],
  [[132068], 'A'],
  [[132069], 'L'],
  [[133000, 133004], 'R'],
  [[133005, 133006, 133008, 133009, 133010], 'A'],
  [[133015], 'R'],
  [[133016], 'L'],
  [[134100], 'N'],
  [[134101], 'R'],
  [[134102], 'N'],
  [[135000], 'N'],
  [[137000], 'A'],
  [[138000, 138021, 139000, 139004, 139100, 139103], 'N'],
  [[147001, 147004], 'A'],
];
const codes = DOCUMENTED.flatMap(([some, wants]) => some.map((code) => ({ code, wants })));

describe('every documented code', () => {
  it.each(codes)('$code means what the reference asks for ($wants), and is kept', ({ code, wants }) => {
    const { kind, facts, message } = toChannelError(refusal(code));

    expect(facts.platformCode).toBe(String(code));
    expect(facts.platformMessage).toBe('as Meta says');
    expect(message).not.toMatch(/refused this\.$/u);
    expect(facts.actionBy).toBeDefined();
    if (wants === 'R') expect(['unavailable', 'throttled']).toContain(kind);
    else expect(['rejected', 'unauthorized']).toContain(kind);
    if (kind === 'rejected') expect(facts.cause).toBeDefined();
    if (wants === 'A') expect(facts.actionBy).toBe('operator');
    if (wants === 'L') expect(facts.retryAfterMs).toBeGreaterThanOrEqual(60 * 60 * 1000);
    if (wants === 'W') expect(facts.actionBy).toBe('author');
  });

  it.each([
    [131047, 'window-closed', 'author'],
    [131026, 'unreachable', 'contact'],
    [131042, 'billing', 'operator'],
    [131049, 'promotion-held-back', 'nobody'],
    [131053, 'invalid-content', 'author'],
    [132001, 'template-problem', 'operator'],
    [131031, 'account-restricted', 'operator'],
    [33, 'not-found', 'operator'],
    [999_999, 'other', 'operator'],
  ])('%i says why a message failed later, and who must act: %s, %s', (code, cause, actionBy) => {
    expect(explain(code)).toEqual({ cause, actionBy });
  });

  it.each(codes)('$code is explained when it comes as a status too', ({ code }) => {
    const { actionBy } = toChannelError(refusal(code)).facts;

    expect(explain(code).actionBy).toBe(actionBy);
  });

  it('does not take the end of marketing for the end of everything', () => {
    expect(toChannelError(refusal(131050)).facts.cause).not.toBe('opted-out');
  });

  it('holds back one person alone where the limit is theirs', () => {
    expect(toChannelError(refusal(131056))).toMatchObject({
      kind: 'throttled',
      facts: { throttles: 'conversation' },
    });
  });
});

describe('a subcode', () => {
  it.each([
    [33, 'not-found'],
    [2388293, 'template-problem'],
    [2494055, 'not-permitted'],
    [1, 'invalid-content'],
  ])('%i says what exactly is wrong with a field: %s', (subcode, cause) => {
    expect(toChannelError(refusal(100, { subcode })).facts.cause).toBe(cause);
  });
});

describe('a code that is new, or none', () => {
  it.each([
    [{ status: 400, code: 999_999 }, 'rejected', '999999'],
    [{ status: 403, code: null }, 'rejected', 'http:403'],
    [{ status: 401, code: null }, 'unauthorized', 'http:401'],
    [{ status: 429, code: null }, 'throttled', 'http:429'],
    [{ status: 500, code: 999_999 }, 'indeterminate', '999999'],
    [{ status: 500, code: 1 }, 'indeterminate', '1'],
    [{ status: 503, code: 131016 }, 'unavailable', '131016'],
  ])('%o is %s and kept', (facts, kind, platformCode) => {
    expect(toChannelError(refusal(facts.code, facts))).toMatchObject({ kind, facts: { platformCode } });
  });
});
