import type { MediaSource } from '../model/part.ts';
import type { TemplateCategory, TemplateContent, TemplateHeader, TemplateStatus } from '../model/template.ts';
import type { AccountContext } from './adapter.ts';

export type {
  TemplateButton,
  TemplateCategory,
  TemplateContent,
  TemplateHeader,
  TemplateStatus,
  TemplateText,
} from '../model/template.ts';

/** Texts that the platform approves before they may be sent. Each call is one request and at most one attempt. */
export interface TemplatePort {
  /** One page of what the platform has; {@link readAllTemplates} turns the pages. */
  list(cursor: string | null, context: AccountContext): Promise<TemplatePage>;

  /** Pure. Why the platform would refuse the draft for its form; empty: it may be sent in for approval. */
  checkDraft(draft: TemplateDraft): readonly TemplateProblem[];

  /**
   * Sends a text in for approval. The verdict comes later, as a `template-status` event.
   *
   * @throws {ChannelError} `rejected` when the platform does not even take it in.
   */
  create(draft: TemplateDraft, context: AccountContext): Promise<TemplateSubmission>;

  /**
   * Puts other words into a template, which the platform then approves anew. Name and language stay, and so does the
   * category where the draft has none. Absent: the platform knows no such thing.
   *
   * @throws {ChannelError} `rejected` when the platform takes no changes of it, or none so soon.
   */
  edit?(externalId: string, draft: TemplateDraft, context: AccountContext): Promise<void>;

  /** Takes a template away: all languages of the name, or the one with this id. One that is not there is success. */
  delete(target: TemplateTarget, context: AccountContext): Promise<void>;

  /**
   * Shows the platform an example of the file in a header, for the people who approve it. Absent: it wants none.
   *
   * @returns what `exampleHandle` of the header takes.
   * @throws {ChannelError} never `indeterminate`: an example without a template is nothing that anybody sees.
   */
  uploadExample?(example: TemplateExampleFile, context: AccountContext): Promise<string>;

  /** Pure. Whether this name is a form of the channel's own, which nobody has to approve. Absent: there is none. */
  needsNoApproval?(name: string): boolean;
}

export interface TemplatePage {
  readonly templates: readonly Template[];
  /** Null: this was the last page. */
  readonly nextCursor: string | null;
}

/** What the platform has; name and language together identify it. */
export interface Template extends TemplateDraft {
  readonly externalId: string;
  readonly status: TemplateStatus;
  /** The platform's own word for the status. */
  readonly platformStatus: string;
  /** The platform's word for how contacts take it, such as `GREEN`; null: it has none yet. */
  readonly quality: string | null;
  readonly rejectionReason: string | null;
}

export interface TemplateDraft extends TemplateContent {
  readonly name: string;
  /** The platform's spelling, such as `de` or `pt_BR`. */
  readonly language: string;
  /** Null: one that we do not know. */
  readonly category: TemplateCategory | null;
}

export interface TemplateSubmission {
  readonly externalId: string;
  readonly status: TemplateStatus;
  readonly platformStatus: string;
  /** The platform may put it into another category than was asked for; null: it did not say. */
  readonly category: TemplateCategory | null;
}

export interface TemplateExampleFile {
  readonly kind: Exclude<TemplateHeader['kind'], 'text' | 'location'>;
  readonly source: MediaSource;
}

export interface TemplateTarget {
  readonly name: string;
  /** Null: all languages. */
  readonly externalId: string | null;
}

export interface TemplateProblem {
  /** Where in the draft, such as `body.text`. */
  readonly path: string;
  readonly message: string;
}

/** More pages than any platform has templates for: a cursor that runs in a circle ends here. */
const MAX_PAGES = 200;

/**
 * Everything that the platform has, for a sync by hand.
 *
 * @param openContext  A context for each page, since each is a request with a time of its own.
 */
export async function readAllTemplates(
  port: TemplatePort,
  openContext: () => Promise<AccountContext>,
): Promise<readonly Template[]> {
  const templates: Template[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { templates: more, nextCursor }: TemplatePage = await port.list(cursor, await openContext());
    templates.push(...more);
    if (nextCursor === null || nextCursor === cursor) return templates;
    cursor = nextCursor;
  }
  return templates;
}
