import { createHash } from 'node:crypto';
import type { Landing } from '../core/migration/landing.ts';

/** A finished page, with the only styles that its policy lets a browser apply. */
export interface Page {
  readonly html: string;
  readonly language: string;
}

const STYLE = `:root{color-scheme:light dark}body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1.5rem}h1{font-size:1.5rem;line-height:1.25}ul{list-style:none;padding:0}li{margin:1rem 0}a.go{display:block;padding:1rem;border-radius:.5rem;background:#0b57d0;color:#fff;text-align:center;font-weight:600;text-decoration:none}a.go:focus-visible{outline:.25rem solid #f9ab00;outline-offset:.125rem}a.go:hover{text-decoration:underline}small{display:block;margin-top:2rem}`;

/** Nothing but this page: no script, no picture, no address but its own styles, and no frame around it. */
export const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

interface PageWords {
  readonly title: (topic: string) => string;
  readonly lead: string;
  readonly go: (channel: string) => string;
  readonly after: string;
  readonly notice: (version: string | null) => string;
  readonly personal: string;
  readonly goneTitle: string;
  readonly gone: string;
}

const WORDS: Readonly<Record<'en' | 'de', PageWords>> = {
  en: {
    title: (topic) => `“${topic}” is moving. Where shall it reach you?`,
    lead: 'Choose the app that you use. It opens a chat with us.',
    go: (channel) => `Continue in ${channel}`,
    after:
      'There we ask you once whether you want it. Nothing is sent before you have said yes, and you can stop at any time.',
    notice: (version) => `Privacy notice${version === null ? '' : ` (version ${version})`}`,
    personal:
      'This link is yours alone and works once. Please do not pass it on. We set no cookies here and follow nobody.',
    goneTitle: 'This link does not lead anywhere any more',
    gone: 'It may have been used already, or its time may be over. Please ask whoever sent it to you for a new one.',
  },
  de: {
    title: (topic) => `„${topic}“ zieht um. Wohin dürfen wir es Ihnen schicken?`,
    lead: 'Wählen Sie die App, die Sie benutzen. Dort öffnet sich ein Chat mit uns.',
    go: (channel) => `Weiter in ${channel}`,
    after:
      'Dort fragen wir Sie einmal, ob Sie es wünschen. Vor Ihrem Ja schicken wir nichts, und Sie können jederzeit aufhören.',
    notice: (version) => `Datenschutzhinweise${version === null ? '' : ` (Fassung ${version})`}`,
    personal:
      'Dieser Link gehört nur Ihnen und gilt einmal. Bitte geben Sie ihn nicht weiter. Wir setzen hier keine Cookies und verfolgen niemanden.',
    goneTitle: 'Dieser Link führt nirgendwohin mehr',
    gone: 'Vielleicht wurde er schon benutzt, oder seine Zeit ist vorbei. Bitte lassen Sie sich einen neuen geben.',
  },
};

/** @param accepted  The browser's languages, for readers whose own is not known. */
export function landingPage(landing: Landing, accepted: string): Page {
  const language = speak(landing.language ?? accepted);
  const words = WORDS[language];
  const { topic, channels } = landing;
  const buttons = channels
    .map(
      ({ displayName, url }) =>
        `<li><a class="go" rel="noreferrer" href="${escaped(url)}">${escaped(words.go(displayName))}</a></li>`,
    )
    .join('');
  const notice = isWebAddress(topic.privacyNoticeUrl)
    ? `<p><a rel="noreferrer" href="${escaped(topic.privacyNoticeUrl)}">${escaped(words.notice(topic.privacyNoticeVersion))}</a></p>`
    : '';
  const body = `<h1>${escaped(words.title(topic.name))}</h1><p>${escaped(words.lead)}</p><ul>${buttons}</ul><p>${escaped(words.after)}</p>${notice}<small>${escaped(words.personal)}</small>`;
  return { language, html: page(language, words.title(topic.name), body) };
}

/** The same for every link that is not good, so that nobody learns what it was. */
export function gonePage(accepted: string): Page {
  const language = speak(accepted);
  const { goneTitle, gone } = WORDS[language];
  return {
    language,
    html: page(language, goneTitle, `<h1>${escaped(goneTitle)}</h1><p>${escaped(gone)}</p>`),
  };
}

const page = (language: string, title: string, body: string): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

/** The first language of a list such as `de-AT,de;q=0.9,en;q=0.5` that we speak. */
function speak(languages: string): 'en' | 'de' {
  for (const one of languages.toLowerCase().split(',')) {
    const main = one.trim().split(/[-;_]/u)[0];
    if (main === 'de' || main === 'en') return main;
  }
  return 'en';
}

const isWebAddress = (url: string | null): url is string => url !== null && /^https?:\/\//iu.test(url);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (mark) => ENTITIES[mark] ?? '');
