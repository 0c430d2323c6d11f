import { ChannelError } from '../../core/channel/index.ts';
import type { HealthStep } from '../../core/model/channel-account.ts';

/** One thing to prove or to arrange when an account is connected. */
export interface ConnectStep {
  readonly name: string;
  /** @returns What was found, as a sentence. @throws what the health then tells. */
  readonly run: () => Promise<string>;
}

/** One after the other; the first that fails is the last. @param platform  As its users call it. */
export async function runSteps(
  platform: string,
  steps: readonly ConnectStep[],
): Promise<readonly HealthStep[]> {
  const done: HealthStep[] = [];
  for (const step of steps) {
    const result = await runStep(platform, step);
    done.push(result);
    if (!result.isOk) break;
  }
  return done;
}

/** Never throws: also an answer that nobody could read is something to tell. */
export async function runStep(platform: string, { name, run }: ConnectStep): Promise<HealthStep> {
  try {
    return { name, isOk: true, description: await run(), platformCode: null };
  } catch (error) {
    if (error instanceof ChannelError) {
      const { platformCode, platformMessage } = error.facts;
      const words = platformMessage === undefined ? '' : ` ${platform}: ${platformMessage}`;
      return { name, isOk: false, description: `${error.message}${words}`, platformCode };
    }
    const description = `${platform} answered something that is not in its documents.`;
    return { name, isOk: false, description, platformCode: 'answer:malformed' };
  }
}
