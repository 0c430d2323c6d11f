import { readFileSync } from 'node:fs';

// Loaded into a gateway before anything else (NODE_OPTIONS=--import): its wall clock is wrong by as many
// milliseconds as the file says that CONFAB_TEST_CLOCK names, and jumps when the file changes.
const LOOK_EVERY_MS = 50;
const RealDate = Date;
let wrongByMs = 0;

const look = () => {
  wrongByMs = Number(readFileSync(process.env.CONFAB_TEST_CLOCK ?? '', 'utf8'));
};
look();
setInterval(look, LOOK_EVERY_MS).unref();

globalThis.Date = class extends RealDate {
  /** @param {any[]} given */
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + wrongByMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + wrongByMs;
  }

  /** @param {unknown} value */
  static [Symbol.hasInstance](value) {
    return value instanceof RealDate;
  }
};
