import { isPromotional } from '../../model/words.ts';
import type { PolicyRule } from '../rule.ts';
import { templateInstead } from '../suitable-templates.ts';

/** Promotion under a template that was approved for something else; the terms list those categories. */
export const templatePurpose: PolicyRule<'template-purpose'> = {
  name: 'template-purpose',
  check: ({ request, facts }, categories) => {
    const isTemplate = request.partTypes.includes('template');
    if (!isPromotional(request.purpose) || !isTemplate || categories === null) return null;
    const category = facts.template?.category ?? null;
    if (category !== null && !categories.includes(category)) return null;
    return {
      reason:
        category === null
          ? 'Promotion travels only in a template that is known to be for it, and this one is not known here.'
          : `Promotion may not travel in a template of the category ${category}.`,
      remedies: templateInstead(request, facts),
    };
  },
};
