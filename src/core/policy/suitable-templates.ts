import type { PolicyFacts, PolicyRequest } from '../model/policy.ts';
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

function suits(category: TemplateCategory | null, purpose: Purpose): boolean {
  if (isPromotional(purpose)) return category === 'MARKETING';
  return purpose === 'AUTHENTICATION' ? category === 'AUTHENTICATION' : category === 'UTILITY';
}
