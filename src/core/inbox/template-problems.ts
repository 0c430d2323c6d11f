import { type ChannelDefinition, checkTemplatePart, type TemplateProblem } from '../channel/index.ts';
import type { TemplatePart } from '../model/part.ts';
import type { TemplateContent, TemplateStatus } from '../model/template.ts';

/** A template as the store knows it. */
export interface KnownTemplate {
  readonly status: TemplateStatus;
  readonly platformStatus: string;
  readonly content: TemplateContent;
}

/**
 * Why a message may not use the template that it names: it is not there, not approved, or not filled as it must be.
 *
 * @param known      Null: the account has none of that name in that language.
 * @param languages  In which the account has one of that name.
 */
export function templateProblems(
  { templates, displayName }: ChannelDefinition,
  part: TemplatePart,
  known: KnownTemplate | null,
  languages: readonly string[],
): readonly TemplateProblem[] {
  if (templates === undefined || templates.needsNoApproval?.(part.name) === true) return [];
  const { name, language } = part;
  if (known !== null) return checkTemplatePart(part, { name, ...known, ...known.content });
  if (languages.length > 0) {
    const message = `"${name}" is not there in the language "${language}"; it is there in ${languages.join(', ')}.`;
    return [{ path: 'language', message }];
  }
  const message = `The account has no template "${name}". One that is new at ${displayName} is known after syncTemplates.`;
  return [{ path: 'name', message }];
}
