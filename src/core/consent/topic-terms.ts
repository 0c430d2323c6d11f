import { randomBytes } from 'node:crypto';
import { NAME_RULE, readName } from '../model/name.ts';
import { type Conflict, conflict, type ValidationFailed, validationFailed } from '../model/result.ts';
import { storableJson } from '../model/storable-text.ts';
import type { TakenKeyword } from '../store/topics.ts';
import { normalised, readConsentWord } from './words.ts';

const MAX_WORDING = 1_000;
const MAX_DESCRIPTION = 2_000;
const MAX_KEYWORDS = 20;

/** What people read of a topic, and how they find it. */
export interface TopicTerms {
  readonly name: string;
  /** For contacts: what they get, and how often; null: nothing is said. */
  readonly description: string | null;
  /** BCP 47: what it is published in. */
  readonly languages: readonly string[];
  /** The exact question that contacts are asked, where their language has none of its own. */
  readonly wording: string;
  /** The same by language. */
  readonly wordings: Readonly<Record<string, string>>;
  /** Whoever writes one of these and nothing else wants to subscribe. */
  readonly keywords: readonly string[];
  readonly privacyNoticeUrl: string | null;
  readonly privacyNoticeVersion: string | null;
}

export type CheckedTopicTerms = { readonly kind: 'checked'; readonly terms: TopicTerms } | ValidationFailed;

/** Terms that make sense, ready to be stored. */
export function checkTopicTerms(given: TopicTerms): CheckedTopicTerms {
  const name = readName(given.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);
  const wordings = Object.entries(given.wordings);
  if (![given.wording, ...wordings.map(([, wording]) => wording)].every(isWording)) {
    return validationFailed(`A wording has 1 to ${MAX_WORDING} characters.`, ['wording']);
  }
  const languages = [...new Set([...given.languages, ...wordings.map(([language]) => language)])];
  const strange = languages.find((language) => !isLanguage(language));
  if (strange !== undefined) return validationFailed(`"${strange}" is no language tag.`, ['languages']);
  if ((given.description?.length ?? 0) > MAX_DESCRIPTION) {
    return validationFailed(`A description has at most ${MAX_DESCRIPTION} characters.`, ['description']);
  }
  const keywords = [...new Set(given.keywords.map(normalised))];
  if (keywords.length > MAX_KEYWORDS || keywords.some((word) => word === '' || word.length > 50)) {
    return validationFailed(`At most ${MAX_KEYWORDS} keywords of 1 to 50 characters.`, ['keywords']);
  }
  const taken = keywords.find((keyword) => readConsentWord(keyword) !== null);
  if (taken !== undefined) {
    return validationFailed(`"${taken}" means something for every topic. Choose another word.`, ['keywords']);
  }
  return { kind: 'checked', terms: storableJson({ ...given, name, languages, keywords }) };
}

/** One word can not mean two topics: whoever writes it would get whichever comes first. */
export const keywordTaken = ({ keyword, topicName }: TakenKeyword): Conflict =>
  conflict(`"${keyword}" is a keyword of the topic "${topicName}" already.`, ['keywords']);

/** A ref for links: short, of letters and digits alone, so that every platform carries it; guessing one is no harm. */
export const newSignUpRef = (): string => `n${randomBytes(9).toString('hex')}`;

const SIGN_UP_REF = /^(n[0-9a-f]{18})(?:-([A-Za-z0-9_]{1,30}))?$/u;

/** The ref that a topic's links carry, and where such a link was put up; null: it is none of these. */
export function readSignUpRef(
  ref: string,
): { readonly signUpRef: string; readonly source: string | null } | null {
  const [, signUpRef, source] = SIGN_UP_REF.exec(ref) ?? [];
  return signUpRef === undefined ? null : { signUpRef, source: source ?? null };
}

/** Null: a source has 1 to 30 letters, digits and underscores. */
export function signUpRefFrom(signUpRef: string, source: string | null): string | null {
  const ref = source === null ? signUpRef : `${signUpRef}-${source}`;
  return readSignUpRef(ref) === null ? null : ref;
}

const isWording = (wording: string): boolean => wording.trim() !== '' && wording.length <= MAX_WORDING;

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
