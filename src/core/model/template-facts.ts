import type { TemplateCategory } from './template.ts';

export type { TemplateCategory } from './template.ts';

/** What policy asks about a text that the platform approves. */
export interface TemplateFacts {
  readonly name: string;
  readonly language: string;
  /** Null: one that we do not know. */
  readonly category: TemplateCategory | null;
  readonly isApproved: boolean;
  /** Why it is not approved, and what the message leaves unfilled or overfills, for a person; empty: nothing. */
  readonly problems: readonly string[];
}
