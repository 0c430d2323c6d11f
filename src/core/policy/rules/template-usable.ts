import type { PolicyRule } from '../rule.ts';
import { templateInstead } from '../suitable-templates.ts';

/** A template leaves only while the platform approves it and every variable has its value. */
export const templateUsable: PolicyRule<'template-usable'> = {
  name: 'template-usable',
  check: ({ request, facts }) => {
    const { template } = facts;
    if (!facts.takesTemplates && request.partTypes.includes('template')) {
      return { reason: 'The platform takes no templates on this day.', remedies: [] };
    }
    if (template === null || (template.isApproved && template.problems.length === 0)) return null;
    return {
      reason:
        template.problems.join(' ') ||
        `The platform does not approve the template "${template.name}" (${template.language}) now.`,
      remedies: templateInstead(request, facts),
    };
  },
};
