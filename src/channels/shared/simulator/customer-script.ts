import { z } from 'zod';
import type { SimulatedTime } from './simulated-time.ts';
import { WaitedInVain } from './watchable-list.ts';

/**
 * What a scripted customer does, one step after the other. The steps are the same on every platform; what only
 * one platform knows goes through `act`.
 */
export const scriptStepSchema = z.union([
  z.strictObject({ say: z.string() }).describe('Writes a text.'),
  z
    .strictObject({
      waitFor: z.string().refine((pattern) => matcher(pattern) !== null, 'This is no regular expression.'),
      withinMs: z.int().positive().default(10_000),
    })
    .describe(
      'Waits for an answer that contains this text, whatever its case; `/…/` is a regular expression.',
    ),
  z
    .strictObject({ tap: z.string() })
    .describe('Taps the button with this label in the newest message that has it.'),
  z.strictObject({ pauseMs: z.int().positive() }).describe('Does nothing for that much simulated time.'),
  z
    .strictObject({ act: z.record(z.string(), z.unknown()) })
    .describe('Any action of this platform, as its own documentation lists them.'),
]);
export type ScriptStep = z.input<typeof scriptStepSchema>;

export const scriptSchema = z.array(scriptStepSchema).min(1).max(200);

/** What a platform's customer must be able to do to follow a script. Each returns null, or why it can not be. */
export interface ScriptedCustomer {
  say(text: string): string | null;
  tap(label: string): string | null;
  act(action: Readonly<Record<string, unknown>>): string | null;
  /**
   * The text of the first answer since the script began, and behind the last one returned, that fits.
   *
   * @throws {WaitedInVain}
   */
  waitForAnswer(fits: (text: string) => boolean, withinMs: number): Promise<string>;
}

export type ScriptOutcome =
  | { readonly kind: 'finished'; readonly transcript: readonly string[] }
  | {
      readonly kind: 'stuck';
      /** Which step, from 0. */
      readonly step: number;
      readonly reason: string;
      readonly transcript: readonly string[];
    };

/** Follows a script to its end, or to the first step that can not be done. */
export async function runScript(
  customer: ScriptedCustomer,
  steps: readonly ScriptStep[],
  time: SimulatedTime,
): Promise<ScriptOutcome> {
  const transcript: string[] = [];
  for (const [index, step] of scriptSchema.parse(steps).entries()) {
    const reason = await perform(step);
    if (reason !== null) return { kind: 'stuck', step: index, reason, transcript };
  }
  return { kind: 'finished', transcript };

  async function perform(step: z.output<typeof scriptStepSchema>): Promise<string | null> {
    if ('pauseMs' in step) {
      await new Promise<void>((resolve) => time.after(step.pauseMs, resolve));
      return null;
    }
    if ('waitFor' in step) return waitFor(step.waitFor, step.withinMs);
    transcript.push(`customer: ${'say' in step ? step.say : JSON.stringify(step)}`);
    if ('say' in step) return customer.say(step.say);
    return 'tap' in step ? customer.tap(step.tap) : customer.act(step.act);
  }

  async function waitFor(pattern: string, withinMs: number): Promise<string | null> {
    try {
      const fits = matcher(pattern) ?? (() => false);
      transcript.push(`answer: ${await customer.waitForAnswer(fits, withinMs)}`);
      return null;
    } catch (accident) {
      if (accident instanceof WaitedInVain) return `No answer with ${pattern}. ${accident.message}`;
      throw accident;
    }
  }
}

/** null: meant as a regular expression, and none. */
function matcher(pattern: string): ((text: string) => boolean) | null {
  const written = /^\/(.+)\/([a-z]*)$/su.exec(pattern);
  if (written === null) return (text) => text.toLowerCase().includes(pattern.toLowerCase());
  try {
    // Without `g` and `y`, whose memory would make the same text fit only every other time.
    const expression = new RegExp(written[1] ?? '', (written[2] ?? '').replaceAll(/[gy]/gu, ''));
    return (text) => expression.test(text);
  } catch {
    return null;
  }
}
