import type { TemplateCategory, TemplateStatus } from '../../model/template.ts';
import type { Filter, PagedList } from './page.ts';
import { type TemplateView, templateShape } from './shapes.ts';

export const newestTemplates: PagedList<TemplateView> = {
  shape: templateShape,
  sortedBy: 'createdAt',
  direction: 'DESC',
};

/** Which templates a list shows; absent conditions ask nothing. */
export interface TemplateConditions {
  readonly name?: string;
  readonly language?: string;
  readonly categories?: readonly TemplateCategory[];
  readonly statuses?: readonly TemplateStatus[];
  /** Of an account of this channel. */
  readonly channel?: string;
}

export function templateFilters(conditions: TemplateConditions): Filter[] {
  const filters: Filter[] = [];
  const add = (name: string, value: unknown, sql: Filter['sql']) => filters.push({ name, value, sql });

  if (conditions.name !== undefined) {
    add('name', conditions.name, (parameter) => `r.name = ${parameter}::text`);
  }
  if (conditions.language !== undefined) {
    add('language', conditions.language, (parameter) => `r.language = ${parameter}::text`);
  }
  if (conditions.categories !== undefined) {
    add('category', conditions.categories, (parameter) => `r.category = ANY (${parameter}::text[])`);
  }
  if (conditions.statuses !== undefined) {
    add('status', conditions.statuses, (parameter) => `r.status = ANY (${parameter}::text[])`);
  }
  if (conditions.channel !== undefined) {
    add(
      'channel',
      conditions.channel,
      (parameter) => `EXISTS (SELECT 1 FROM channel_accounts a
                       WHERE a.id = r.channel_account_id AND a.channel = ${parameter}::text)`,
    );
  }
  return filters;
}
