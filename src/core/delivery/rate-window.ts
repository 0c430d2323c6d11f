import type { RateLimit } from '../channel/index.ts';

/** Tokens are fractions: what is a thousandth of a message short of a whole one counts as one. */
const ROUNDING = 1e-3;

/**
 * One limit, as it stands for one account or recipient. A token bucket paces what leaves. Beside it stands the
 * promise that counts for the platform: it sees requests when they arrive, not when we send them, and may see a
 * slow one beside the next. So each message counts from when it leaves until `perMs` after its answer, by which
 * time it has certainly arrived, and no more than `messages + burst` count at any moment.
 */
export class RateWindow {
  readonly #limit: RateLimit;
  #tokens: number;
  #filledAtMs: number;
  /** Left and not yet answered. */
  #out = 0;
  /** When each answered message stops counting, in order. */
  #leaving: number[] = [];

  /** @param tokens  What may leave at once; fewer than the burst where it is not known that all was at rest. */
  constructor(limit: RateLimit, nowMs: number, tokens = limit.burst) {
    this.#limit = limit;
    this.#tokens = tokens;
    this.#filledAtMs = nowMs;
  }

  /** How many messages may leave from now until `withinMs` later, if those that are out are answered only then. */
  room(nowMs: number, withinMs = 0): number {
    this.#advance(nowMs);
    const { messages, perMs } = this.#limit;
    const tokens = Math.floor(this.#tokens + (withinMs * messages) / perMs + ROUNDING);
    const counting = this.#out + this.#leaving.filter((leavesAt) => leavesAt > nowMs + withinMs).length;
    return Math.max(0, Math.min(tokens, this.#most - counting));
  }

  /** How long until something of this cost may leave; 0: now. What costs more than there ever is waits for all. */
  waitMs(nowMs: number, cost: number): number {
    this.#advance(nowMs);
    const { burst, messages, perMs } = this.#limit;
    const missing = Math.min(cost, burst) - this.#tokens;
    const forTokens = missing <= ROUNDING ? 0 : Math.ceil((missing * perMs) / messages);
    const tooMany = this.#counting + Math.min(cost, this.#most) - this.#most;
    if (tooMany <= 0) return forTokens;
    const free = this.#leaving[tooMany - 1];
    return Math.max(forTokens, free === undefined ? perMs : Math.ceil(free - nowMs));
  }

  /** Only after `waitMs` said 0. */
  take(cost: number): void {
    this.#tokens -= cost;
    this.#out += cost;
  }

  answered(nowMs: number, cost: number): void {
    this.#out -= cost;
    for (let index = 0; index < cost; index += 1) this.#leaving.push(nowMs + this.#limit.perMs);
  }

  /** Nothing counts and every token is there: forgetting it changes nothing. */
  isAtRest(nowMs: number): boolean {
    this.#advance(nowMs);
    return this.#counting === 0 && this.#tokens >= this.#limit.burst;
  }

  get #most(): number {
    return this.#limit.messages + this.#limit.burst;
  }

  get #counting(): number {
    return this.#out + this.#leaving.length;
  }

  #advance(nowMs: number): void {
    const { burst, messages, perMs } = this.#limit;
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#filledAtMs) * messages) / perMs);
    this.#filledAtMs = nowMs;
    const firstCounting = this.#leaving.findIndex((leavesAt) => leavesAt > nowMs);
    if (firstCounting !== 0) {
      this.#leaving = firstCounting === -1 ? [] : this.#leaving.slice(firstCounting);
    }
  }
}
