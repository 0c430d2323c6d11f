import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from 'express';
import { afterEach, expect, it } from 'vitest';
import { landingUrl, openLanding } from '../../src/core/migration/landing.ts';
import { revokeMigrationLink } from '../../src/core/migration/personal-links.ts';
import { findImport, readImportErrors } from '../../src/core/store/migration-imports.ts';
import { listLinksOfReaders } from '../../src/core/store/migration-links.ts';
import { createApp } from '../../src/http/app.ts';
import { serveImportErrors } from '../../src/http/import-errors.ts';
import { serveJoin } from '../../src/http/join.ts';
import { createMoveScene, type MoveScene } from '../core/migration/move-scene.ts';
import { describeOnEveryEngine } from '../support/describe-on-every-engine.ts';
import { withRole } from '../support/test-core.ts';

const ADA = '491700000001';
const BOB = '491700000002';
const LIST = `number,name,language\n+49 170 0000001,Ada <b>Lovelace</b>,de\n+49 170 0000002,Bob,\n=1+1,Eve,en\n`;
const BROWSER = { 'user-agent': 'Mozilla/5.0 (Android 15; Mobile) Firefox/140', 'accept-language': 'en-GB' };

describeOnEveryEngine('the page behind a personal link', (open) => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  it('offers a button for each channel and the privacy notice, and neither runs, keeps nor fetches anything', async () => {
    const { move, get } = await begin();
    const token = await move.token(ADA, null);

    const response = await get(`/join/${token}`);
    const page = await response.text();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/u,
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('content-language')).toBe('de');
    expect(page).toMatch(/^<!doctype html><html lang="de">/u);
    expect(page.match(/<h1>/gu)).toHaveLength(1);
    expect(
      [...page.matchAll(/class="go"[^>]*href="([^"]+)"/gu)].map(([, url]) => url?.split('?')[0]),
    ).toEqual(['https://t.me/acme_bot', 'https://t.me/acme_two_bot']);
    expect(page).toContain('href="https://acme.example/privacy"');
    expect(page).not.toMatch(/<script|<img|<iframe|<link|src=|url\(|\bon\w+=/iu);
    expect(page).not.toContain(ADA);
    expect(page).not.toContain('Lovelace');
  });

  it('counts nobody for previews, prefetches and looks without reading, and works for the reader afterwards', async () => {
    const { move, get } = await begin();
    const token = await move.token(BOB, null);

    for (const headers of [
      { 'user-agent': 'WhatsApp/2.23.20.0' },
      { 'user-agent': 'TelegramBot (like TwitterBot)' },
      { 'user-agent': 'facebookexternalhit/1.1' },
      { 'user-agent': '' },
      { ...BROWSER, 'sec-purpose': 'prefetch;prerender' },
      { ...BROWSER, purpose: 'prefetch' },
    ]) {
      expect((await get(`/join/${token}`, headers)).status).toBe(200);
    }
    expect((await get(`/join/${token}`, BROWSER, 'HEAD')).status).toBe(200);
    const untouched = (await move.readerOf(BOB)).state;
    await get(`/join/${token}`);
    await get(`/join/${token}`);
    await move.opens(move.target, '2001', 'Bob', await move.token(BOB, move.target));
    await move.becomes(BOB, 'ARRIVED');
    const again = await (await get(`/join/${token}`)).text();
    await move.taps(move.target, '2001', 0);
    await move.becomes(BOB, 'CONFIRMED');

    expect(untouched).toBe('IMPORTED');
    // Whoever went there and came back still finds the way that they chose.
    expect(again).toContain('https://t.me/acme_bot?start=');
    expect((await get(`/join/${token}`)).status).toBe(404);
  });

  it('is the same for every token that is no good, and echoes none of it', async () => {
    const { move, get } = await begin();
    const revoked = await move.token(ADA, null);
    const expired = await move.token(BOB, null);
    const ofAnAccount = await move.token(BOB, move.target);
    const links = await listLinksOfReaders(move.core.db, move.owner.workspaceId, [
      (await move.readerOf(ADA)).id,
    ]);
    const page = links.find(({ channelAccountId }) => channelAccountId === null);
    if (page !== undefined) await revokeMigrationLink(move.core, move.owner, page.id);
    const unknown = await (await get(`/join/${'x'.repeat(24)}`)).text();

    const bad = [
      revoked,
      ofAnAccount,
      `${expired.slice(0, 23)}${expired.endsWith('A') ? 'B' : 'A'}`,
      'x'.repeat(5_000),
      encodeURIComponent('<script>alert(1)</script>'),
      encodeURIComponent("' OR 1=1 --"),
      '..%2F..%2Fetc%2Fpasswd',
      '%00',
    ];
    for (const token of bad) {
      const response = await get(`/join/${token}`);
      expect([token, response.status, await response.text()]).toEqual([token, 404, unknown]);
    }
    expect((await get('/join/%E0%A4%A')).status).toBe(400);
    expect((await get(`/join/${expired}`)).status).toBe(200);
    move.core.clock.advance(31 * 86_400_000);
    expect((await get(`/join/${expired}`)).status).toBe(404);
    expect(unknown).toContain('<html lang="en">');
    expect((await move.readerOf(ADA)).state).toBe('IMPORTED');
  });

  it('is printed as a QR code, as SVG and PNG, and only while it is good', async () => {
    const { move, get } = await begin();
    const token = await move.token(ADA, null);

    const svg = await get(`/join/${token}/qr.svg`);
    const png = await get(`/join/${token}/qr.png`);

    expect([svg.headers.get('content-type'), await svg.text()]).toEqual([
      expect.stringMatching(/^image\/svg\+xml/u),
      expect.stringMatching(/^<svg /u),
    ]);
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await png.arrayBuffer()).toString('latin1', 1, 4)).toBe('PNG');
    expect((await get(`/join/${'x'.repeat(24)}/qr.svg`)).status).toBe(404);
    expect((await get(`/join/${token}/qr.gif`)).status).toBe(404);
    expect((await move.readerOf(ADA)).state).toBe('IMPORTED');
  });

  it('has a file of the rows that brought nobody beside it, in which no cell is a formula, for administrators', async () => {
    const { get, importId } = await begin();
    const path = `/migration-imports/${importId}/errors.csv`;

    const told = await get(path, { authorization: 'Bearer admin' });

    expect(await told.text()).toBe(
      `row,column,problem,value\n4,address,Neither a telephone number with its country code nor an id of this channel.,'=1+1\n`,
    );
    expect(told.headers.get('content-disposition')).toContain('attachment');
    expect((await get(path)).status).toBe(401);
    expect((await get(path, { authorization: 'Bearer agent' })).status).toBe(403);
    expect((await get('/migration-imports/%27/errors.csv', { authorization: 'Bearer admin' })).status).toBe(
      404,
    );
  });

  async function begin() {
    const move = await createMoveScene(await open());
    closing.push(() => move.close());
    const { job } = await move.importFile(LIST);
    await move.start();
    await move.work();
    const { get } = await serveMove(move);
    return { move, get, importId: job.id };
  }

  async function serveMove({ core, owner }: MoveScene) {
    const nothing: RequestHandler = (_request, response) => void response.status(204).end();
    const app = createApp(
      {
        graphql: nothing,
        media: nothing,
        upload: nothing,
        campaignReport: nothing,
        livez: nothing,
        readyz: nothing,
        metrics: nothing,
        join: serveJoin({
          open: (token, isPerson) => openLanding(core, token, isPerson),
          urlOf: (token) => landingUrl(core, token),
        }),
        importErrors: serveImportErrors({
          authenticate: async (bearer) => withRole(owner, bearer === 'admin' ? 'ADMIN' : 'AGENT'),
          find: (viewer, id) => findImport(core.db, viewer.workspaceId, id),
          read: (viewer, id, after, limit) => readImportErrors(core.db, viewer.workspaceId, id, after, limit),
        }),
      },
      core.log,
    );
    const server = createServer(app);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    return {
      get: (path: string, headers: Readonly<Record<string, string>> = BROWSER, method = 'GET') =>
        fetch(`http://127.0.0.1:${port}${path}`, { headers, method }),
    };
  }
});
