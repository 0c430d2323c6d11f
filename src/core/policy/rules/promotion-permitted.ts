import type { PromotionTerms } from '../../model/rule-terms.ts';
import type { Objection, PolicyRule, Situation } from '../rule.ts';
import { suitableTemplates } from '../suitable-templates.ts';

/** Newsletters and promotion, where the platform lets nobody send them, or only certain accounts. */
export const promotionPermitted: PolicyRule<'promotion-permitted'> = {
  name: 'promotion-permitted',
  check: (situation, terms) => {
    const { purpose } = situation.request;
    const term = terms?.find(({ purposes }) => purposes.includes(purpose));
    return term === undefined ? null : objectionOf(situation, term);
  },
};

function objectionOf({ request, facts }: Situation, term: PromotionTerms): Objection | null {
  const { setting, onlyAsMarketingTemplate, reason } = term;
  if (setting === null) return { reason, remedies: [] };
  if (facts.settings[setting] !== true) {
    return { reason, remedies: [{ kind: 'enable-account-setting', setting }] };
  }
  const isTemplate = request.partTypes.length > 0 && request.partTypes.every((type) => type === 'template');
  const isMarketing = isTemplate && facts.template?.category === 'MARKETING';
  if (!onlyAsMarketingTemplate || isMarketing) return null;
  return {
    reason:
      isTemplate && facts.template === null
        ? 'Promotion needs a template of the category MARKETING, and this template is not known here.'
        : 'Promotion is taken only as an approved template of the category MARKETING.',
    remedies: [{ kind: 'use-template', templates: suitableTemplates(request, facts) }],
  };
}
