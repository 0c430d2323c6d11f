import type { ConsentFacts } from '../../model/policy.ts';
import type { ConsentTerms } from '../../model/rule-terms.ts';
import { isPromotional } from '../../model/words.ts';
import type { Objection, PolicyRule, Situation } from '../rule.ts';

const PROMOTIONAL: ConsentTerms = { purposes: ['MARKETING', 'NEWSLETTER'], isOwnWord: false };

/**
 * News and offers, and every series of notifications that has a topic, go to people who confirmed exactly that:
 * agreement to one topic says nothing about another, and a request that nobody confirmed says nothing at all.
 */
export const topicConsent: PolicyRule<'topic-consent'> = {
  name: 'topic-consent',
  check: (situation, terms) => {
    const { request, facts } = situation;
    const { purposes, isOwnWord } = terms ?? PROMOTIONAL;
    if (!purposes.includes(request.purpose) && request.declaration.topicId === null) return null;
    if (facts.topic === null && request.declaration.topicId !== null) {
      return { reason: 'The topic that the message names does not exist.', remedies: [] };
    }
    if (facts.topic !== null && facts.topic.purpose !== request.purpose) {
      return {
        reason: `The topic "${facts.topic.name}" was agreed to as ${facts.topic.purpose}, not as ${request.purpose}.`,
        remedies: [],
      };
    }
    if (facts.consent?.state === 'CONFIRMED' && (facts.consent.isOwnWord || !isOwnWord)) return null;
    return consentMissing(situation, isOwnWord);
  },
};

/** What to say and do where a confirmed consent is missing. */
export function consentMissing({ request, facts }: Situation, isOwnWord: boolean): Objection {
  const { topic, consent } = facts;
  const what = topic === null ? inWords(request.purpose) : `"${topic.name}"`;
  return {
    reason: `${stateInWords(consent, isOwnWord)} ${what} on this channel.`,
    remedies: [
      {
        kind: 'ask-for-consent',
        topicId: topic?.id ?? null,
        topicName: topic?.name ?? null,
        purpose: request.purpose,
        links: [],
      },
    ],
  };
}

function stateInWords(consent: ConsentFacts | null, isOwnWord: boolean): string {
  switch (consent?.state) {
    case undefined:
      return 'The contact has never agreed to';
    case 'REQUESTED':
      return 'The contact was asked and has not yet agreed to';
    case 'GRANTED':
      return 'The contact agreed once and has not confirmed';
    case 'EXPIRED':
      return 'The contact was asked and did not answer in time about';
    case 'WITHDRAWN':
      return 'The contact has withdrawn the consent to';
    case 'CONFIRMED':
      return isOwnWord
        ? 'The contact has not asked in this very channel for'
        : 'The contact has never agreed to';
  }
}

const inWords = (purpose: Situation['request']['purpose']): string =>
  isPromotional(purpose) && purpose === 'NEWSLETTER' ? 'newsletters' : `${purpose.toLowerCase()} messages`;
