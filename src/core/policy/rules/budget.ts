import type { PolicyRule } from '../rule.ts';

/** What the workspace wants to spend in a month. Only known prices in the budget's currency count. */
export const budget: PolicyRule<'budget'> = {
  name: 'budget',
  check: ({ facts, price, at }, terms) => {
    if (terms === null || price.currency !== terms.currency || price.amountMicros === null) return null;
    if (price.amountMicros === 0) return null;
    const spentMicros = facts.spentMicros[terms.currency] ?? 0;
    if (spentMicros + price.amountMicros <= terms.amountMicros) return null;
    return {
      reason: `This message would exceed the month's budget of ${terms.amountMicros / 1e6} ${terms.currency}.`,
      remedies: price.amountMicros > terms.amountMicros ? [] : [{ kind: 'wait-until', at: nextMonth(at) }],
    };
  },
};

const nextMonth = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
