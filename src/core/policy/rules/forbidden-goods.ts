import type { PolicyRule } from '../rule.ts';

/** What a platform does not want sold on it, by what the author declares. */
export const forbiddenGoods: PolicyRule<'forbidden-goods'> = {
  name: 'forbidden-goods',
  check: ({ request }, forbidden) => {
    const found = request.declaration.goods.filter((good) => forbidden?.includes(good));
    if (found.length === 0) return null;
    return {
      reason: `This channel forbids messages that offer ${found.map(inWords).join(' or ')}.`,
      remedies: [],
    };
  },
};

const inWords = (good: string): string => good.toLowerCase().replaceAll('_', ' ');
