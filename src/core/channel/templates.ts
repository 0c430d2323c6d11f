import type { AccountContext } from './adapter.ts';

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

  /** Takes a template away: all languages of the name, or the one with this id. One that is not there is success. */
  delete(target: TemplateTarget, context: AccountContext): Promise<void>;
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

/** Only `APPROVED` can be sent. `UNAVAILABLE`: paused, disabled or archived by the platform. */
export type TemplateStatus = 'PENDING' | 'APPROVED' | 'REJECTED' | 'UNAVAILABLE' | 'DELETED' | 'UNKNOWN';

export type TemplateCategory = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';

export interface TemplateDraft {
  readonly name: string;
  /** The platform's spelling, such as `de` or `pt_BR`. */
  readonly language: string;
  /** Null: one that we do not know. */
  readonly category: TemplateCategory | null;
  /** How variables stand in the text: `{{1}}`, `{{2}}` or `{{first_name}}`. */
  readonly variableStyle: 'positional' | 'named';
  readonly header: TemplateHeader | null;
  readonly body: TemplateText;
  readonly footer: string | null;
  readonly buttons: readonly TemplateButton[];
}

export interface TemplateText {
  readonly text: string;
  /** A value for every variable, by name or position, for the people who approve it. */
  readonly examples: Readonly<Record<string, string>>;
}

export type TemplateHeader =
  | ({ readonly kind: 'text' } & TemplateText)
  /** `exampleHandle` names an example that was uploaded to the platform; null: unknown. */
  | { readonly kind: 'image' | 'video' | 'file'; readonly exampleHandle: string | null }
  | { readonly kind: 'location' };

export type TemplateButton =
  | { readonly kind: 'reply'; readonly title: string }
  /** `url` may end in one variable. */
  | { readonly kind: 'url'; readonly title: string; readonly url: string; readonly example: string | null }
  | { readonly kind: 'phone'; readonly title: string; readonly phone: string }
  | { readonly kind: 'copy-code'; readonly example: string | null }
  /** One that we can list and not make; `platformKind` is the platform's word. */
  | { readonly kind: 'other'; readonly title: string | null; readonly platformKind: string };

export interface TemplateSubmission {
  readonly externalId: string;
  readonly status: TemplateStatus;
  readonly platformStatus: string;
  /** The platform may put it into another category than was asked for; null: it did not say. */
  readonly category: TemplateCategory | null;
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
