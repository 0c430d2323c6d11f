import type { TemplatePart } from '../../../../src/core/model/part.ts';
import type { PolicyRuleName } from '../../../../src/core/model/policy-edition.ts';
import type { TemplateCategory } from '../../../../src/core/model/template-facts.ts';
import type { Purpose } from '../../../../src/core/model/words.ts';
import type { ChannelAccount, Identity } from '../../../../src/core/store/rows.ts';
import type { Stage, Straight } from './stage.ts';

/** One of the five, with its account connected and its people ready to do what they do. */
export interface Platform {
  readonly channel: string;
  readonly accounts: readonly ChannelAccount[];
  /** What somebody may have done, by name; each call makes somebody new, who did it just now. */
  readonly histories: Readonly<Record<string, (account: ChannelAccount) => Promise<Identity>>>;
  readonly templates: readonly SampleTemplate[];
  /**
   * Whether the platform sees to this rule itself, for such a message. The others bind us by its terms, or are our
   * own: no answer on the wire tells of them.
   */
  enforces(rule: PolicyRuleName, sent: Sent): boolean;
  /** Rules of its editions that no situation can come to, because nothing on the wire ever gives occasion. */
  readonly neverMet?: readonly PolicyRuleName[];
  /** What is found out only after a message was taken. */
  arrives(externalId: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface SampleTemplate {
  readonly part: TemplatePart;
  readonly category: TemplateCategory;
  readonly text: string;
  /** False: the platform has paused it. */
  readonly isApproved: boolean;
}

export interface Sent {
  readonly purpose: Purpose;
  readonly template: SampleTemplate | null;
}

export type StartPlatform = (stage: Stage) => Promise<Platform>;

export const isTaken = async (platform: Platform, straight: Straight): Promise<boolean> =>
  straight.kind === 'taken' && (await platform.arrives(straight.externalId));
