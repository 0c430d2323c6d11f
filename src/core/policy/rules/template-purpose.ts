import { isPromotional } from '../../model/words.ts';
import type { PolicyRule } from '../rule.ts';
import { templateInstead } from '../suitable-templates.ts';

/** Promotion under a template that was approved for something else; the terms list those categories. */
export const templatePurpose: PolicyRule<'template-purpose'> = {
  name: 'template-purpose',
  check: ({ request, facts }, categories) => {
    const category = facts.template?.category ?? null;
    if (!isPromotional(request.purpose) || category === null || !categories?.includes(category)) return null;
    return {
      reason: `Promotion may not travel in a template of the category ${category}.`,
      remedies: templateInstead(request, facts),
    };
  },
};
