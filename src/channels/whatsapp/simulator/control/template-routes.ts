import { z } from 'zod';
import {
  type ControlRoute,
  controlRoute,
  done,
  problemsIn,
} from '../../../shared/simulator/control-route.ts';
import { findNumber, isImpossible } from '../people/actions/scene.ts';
import type { Simulation } from '../simulation.ts';
import {
  findTemplate,
  gradeTemplate,
  judgeTemplate,
  recategorizeTemplate,
  submitTemplate,
} from '../templates/stored-template.ts';
import { templateDraftSchema } from '../templates/template-draft.ts';

const accountName = { account: z.string().describe('Phone number or phone number id.') };

/** Templates: made past the API, and reviewed. */
export function templateRoutes({ world }: Simulation): readonly ControlRoute[] {
  return [
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/templates',
      summary: 'Makes a template as WhatsApp Manager does, approved at once.',
      input: z.looseObject(accountName),
      shows: templateDraftSchema,
      example: {
        name: 'order_ready',
        language: 'en',
        category: 'UTILITY',
        components: [
          { type: 'BODY', text: 'Your order {{1}} is ready.', example: { body_text: [['4471']] } },
        ],
      },
      run({ account, ...given }) {
        const number = findNumber(world, account);
        if (isImpossible(number)) return { kind: 'not-found', message: number.message };
        const draft = templateDraftSchema.safeParse(given);
        if (!draft.success) return { kind: 'invalid', problems: problemsIn(draft.error) };
        if (findTemplate(number.business, draft.data) !== null) {
          return { kind: 'impossible', message: 'There is one of this name in this language already.' };
        }
        const template = submitTemplate(world, number.business, draft.data);
        judgeTemplate(world, number.business, template, 'APPROVED', null);
        return done({ id: template.id, status: template.status });
      },
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/templates/:name/verdict',
      summary: 'Decides about a template: approves, rejects, pauses … The business hears of it.',
      input: z.strictObject({
        ...accountName,
        name: z.string(),
        language: z.string().default('en'),
        event: z.enum([
          'APPROVED',
          'REJECTED',
          'PENDING',
          'PAUSED',
          'DISABLED',
          'FLAGGED',
          'REINSTATED',
          'IN_APPEAL',
          'ARCHIVED',
          'UNARCHIVED',
        ]),
        reason: z.string().nullable().default(null),
      }),
      example: { event: 'REJECTED', reason: 'PROMOTIONAL' },
      run({ account, name, language, event, reason }) {
        const number = findNumber(world, account);
        if (isImpossible(number)) return { kind: 'not-found', message: number.message };
        const template = findTemplate(number.business, { name, language });
        if (template === null)
          return { kind: 'not-found', message: `There is no template ${name} in ${language}.` };
        judgeTemplate(world, number.business, template, event, reason);
        return done({ id: template.id, status: template.status });
      },
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/templates/:name/review',
      summary:
        'Puts a template into another category, or grades how contacts take it. The business hears of it.',
      input: z.strictObject({
        ...accountName,
        name: z.string(),
        language: z.string().default('en'),
        category: z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION']).optional(),
        quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']).optional(),
      }),
      example: { category: 'MARKETING' },
      run({ account, name, language, category, quality }) {
        const number = findNumber(world, account);
        if (isImpossible(number)) return { kind: 'not-found', message: number.message };
        const template = findTemplate(number.business, { name, language });
        if (template === null)
          return { kind: 'not-found', message: `There is no template ${name} in ${language}.` };
        if (category !== undefined) recategorizeTemplate(world, number.business, template, category);
        if (quality !== undefined) gradeTemplate(world, number.business, template, quality);
        return done({ id: template.id, category: template.draft.category, quality: template.quality });
      },
    }),
  ];
}
