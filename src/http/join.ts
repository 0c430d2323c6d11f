import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler, Response } from 'express';
import QRCode from 'qrcode';
import type { Landing } from '../core/migration/landing.ts';
import { CONTENT_SECURITY_POLICY, gonePage, landingPage } from './join-page.ts';

export interface JoinDoor {
  /** Null: no good, for whatever reason. */
  readonly open: (token: string, isPerson: boolean) => Promise<Landing | null>;
  /** The page's own address, for a code to be printed; null likewise. */
  readonly urlOf: (token: string) => Promise<string | null>;
}

/**
 * `GET /join/:token`: the page behind a personal link. It works without scripts and cookies, fetches nothing, and
 * changes nothing but a count. `GET /join/:token/qr.svg` and `qr.png` are its address as a code.
 */
export function serveJoin(door: JoinDoor): RequestHandler {
  return async (request, response) => {
    const token = String(request.params.token);
    const { picture } = request.params;
    const accepted = request.headers['accept-language'] ?? '';
    protect(response);
    if (picture !== undefined) {
      const url = picture === 'qr.svg' || picture === 'qr.png' ? await door.urlOf(token) : null;
      if (url === null) return gone(response, accepted);
      if (picture === 'qr.svg') {
        response.type('image/svg+xml').send(await QRCode.toString(url, { type: 'svg' }));
        return;
      }
      response.type('image/png').send(await QRCode.toBuffer(url, { width: 600 }));
      return;
    }
    const isPerson = request.method === 'GET' && isByPerson(request.headers);
    const landing = await door.open(token, isPerson);
    if (landing === null) return gone(response, accepted);
    const { html, language } = landingPage(landing, accepted);
    response.status(200).type('html').set('content-language', language).send(html);
  };
}

function gone(response: Response, accepted: string): void {
  const { html, language } = gonePage(accepted);
  response.status(404).type('html').set('content-language', language).send(html);
}

/** The address is a secret: it goes to no other site, into no cache and no search engine. */
function protect(response: Response): void {
  response.set({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow',
    'cache-control': 'no-store',
    vary: 'accept-language',
  });
}

/** Messengers fetch a link to show a preview of it, mail filters to judge it, browsers before it is followed. */
const PROGRAM =
  /bot|crawl|spider|preview|facebookexternalhit|facebookcatalog|whatsapp|telegram|viber|slack|discord|skype|curl|wget|python|java\/|okhttp|go-http|headless|scan|monitor|fetch/iu;

function isByPerson(headers: IncomingHttpHeaders): boolean {
  const agent = headers['user-agent'] ?? '';
  const purpose = [headers.purpose, headers['sec-purpose'], headers['x-purpose'], headers['x-moz']].join(' ');
  return agent !== '' && !PROGRAM.test(agent) && !/prefetch|prerender|preview/iu.test(purpose);
}
