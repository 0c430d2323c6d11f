import type { PolicyFacts, PolicyRequest } from '../model/policy.ts';
import type { RemedyAction } from '../model/remedy.ts';
import type { TemplateCategory } from '../model/template-facts.ts';
import { isPromotional, type Purpose } from '../model/words.ts';

/** The approved templates that may carry a purpose. */
export function suitableTemplates(
  { purpose }: Pick<PolicyRequest, 'purpose'>,
  { approvedTemplates }: Pick<PolicyFacts, 'approvedTemplates'>,
): readonly { readonly name: string; readonly language: string }[] {
  return approvedTemplates
    .filter(({ category }) => suits(category, purpose))
    .map(({ name, language }) => ({ name, language }));
}

/** "Send a template instead", where that leads anywhere: promotion does not travel in just any. */
export function templateInstead(
  request: Pick<PolicyRequest, 'purpose'>,
  facts: Pick<PolicyFacts, 'approvedTemplates' | 'takesTemplates'>,
): readonly RemedyAction[] {
  const templates = suitableTemplates(request, facts);
  const isPossible = facts.takesTemplates && (templates.length > 0 || !isPromotional(request.purpose));
  return isPossible ? [{ kind: 'use-template', templates }] : [];
}

function suits(category: TemplateCategory | null, purpose: Purpose): boolean {
  if (isPromotional(purpose)) return category === 'MARKETING';
  return purpose === 'AUTHENTICATION' ? category === 'AUTHENTICATION' : category === 'UTILITY';
}
