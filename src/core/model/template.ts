/** Texts that a platform approves before they may be sent: their words, and where they stand. */

export const TEMPLATE_CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/**
 * Only `APPROVED` can be sent. `PAUSED`: comes back by itself. `UNAVAILABLE`: archived, locked or over a limit.
 * `DELETED`: the platform no longer has it. `UNKNOWN`: a word of the platform that is new to us.
 */
export const TEMPLATE_STATUSES = [
  'PENDING',
  'APPROVED',
  'REJECTED',
  'PAUSED',
  'DISABLED',
  'UNAVAILABLE',
  'DELETED',
  'UNKNOWN',
] as const;
export type TemplateStatus = (typeof TEMPLATE_STATUSES)[number];

/** What a template shows. */
export interface TemplateContent {
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

/** The variables of a text in their order, each once: `{{1}}`, `{{first_name}}`. */
export function variablesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name))];
}

/** A text with values in the places of its variables; one without a value stays as it is. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  const given = new Map(Object.entries(values));
  return text.replaceAll(VARIABLE, (variable, name: string) => given.get(name) ?? variable);
}

const VARIABLE = /\{\{\s*(\w+)\s*\}\}/gu;
