import { describe, expect, it } from 'vitest';
import { SAMPLE_FILES } from '../../../../src/channels/shared/simulator/sample-files.ts';
import { DOCUMENTED_FLOOD_LIMITS } from '../../../../src/channels/telegram/simulator/settings.ts';
import { refusal, startScene } from './bot-client.ts';

const frozen = { now: () => new Date('2026-10-01T12:00:00Z') };
const strict = { floodLimits: DOCUMENTED_FLOOD_LIMITS, clock: frozen };

describe('flood control', () => {
  it('takes a short burst to one chat, then one message a second, and says how long to wait', async () => {
    const { telegram, ada, call } = await startScene(strict);
    const send = () => call('sendMessage', { chat_id: ada.id, text: 'Hi' });

    const burst = [await send(), await send(), await send(), await send(), await send()];
    const refused = await send();
    telegram.time.advance(1_000);
    const later = [await send(), await send()];

    expect(burst.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(refused).toEqual(refusal(429, 'Too Many Requests: retry after 1', { retry_after: 1 }));
    expect(later.map(({ status }) => status)).toEqual([200, 429]);
    expect(ada.inbox.messages).toHaveLength(6);
  });

  it('says how long to wait in a header, too', async () => {
    const { telegram, bot, ada, call } = await startScene(strict);
    for (let sent = 0; sent < 5; sent += 1) await call('sendMessage', { chat_id: ada.id, text: 'Hi' });

    const response = await fetch(`${telegram.url}/bot${bot.token}/sendMessage?chat_id=${ada.id}&text=Hi`);

    expect(response.headers.get('retry-after')).toBe('1');
  });

  it('takes 30 messages a second from one bot', async () => {
    const { telegram, call } = await startScene(strict);
    const people = Array.from({ length: 31 }, (_, index) => telegram.customer(`Person ${index}`));
    for (const person of people) person.starts();

    const replies = [];
    for (const { id } of people) replies.push(await call('sendMessage', { chat_id: id, text: 'Hi' }));

    expect(replies.filter(({ status }) => status === 200)).toHaveLength(30);
    expect(replies.at(-1)?.status).toBe(429);
  });

  it('takes 20 messages a minute to a group, and an album is as many as it has parts', async () => {
    const { telegram, ada, call, upload } = await startScene(strict);
    const chat = telegram.group({ title: 'Club', owner: ada }).id;
    ada.does({ do: 'setBotStatus', chat, status: 'member' });
    const media = JSON.stringify(Array(10).fill({ type: 'photo', media: 'attach://p' }));
    const album = () => upload('sendMediaGroup', { chat_id: chat, media, p: SAMPLE_FILES.photo().bytes });

    const albums = [await album(), await album()];
    const refused = await call('sendMessage', { chat_id: chat, text: 'Hi' });
    telegram.time.advance(3_000);
    const later = await call('sendMessage', { chat_id: chat, text: 'Hi' });

    expect(albums.map(({ status }) => status)).toEqual([200, 200]);
    expect(refused).toEqual(refusal(429, 'Too Many Requests: retry after 3', { retry_after: 3 }));
    expect(later.status).toBe(200);
  });

  it('takes more from a bot that pays for its broadcast, as long as it has stars', async () => {
    const { telegram, bot, call } = await startScene(strict);
    bot.starBalance = 0.1;
    const people = Array.from({ length: 32 }, (_, index) => telegram.customer(`Person ${index}`));
    for (const person of people) person.starts();

    const statuses = [];
    for (const { id } of people) {
      statuses.push(
        (await call('sendMessage', { chat_id: id, text: 'Hi', allow_paid_broadcast: true })).status,
      );
    }

    expect(statuses.filter((status) => status === 200)).toHaveLength(31);
    expect(bot.starBalance).toBe(0);
  });

  it('does not count what was refused for another reason', async () => {
    const { ada, call } = await startScene(strict);
    for (let tried = 0; tried < 10; tried += 1) await call('sendMessage', { chat_id: 4711, text: 'Hi' });

    const reply = await call('sendMessage', { chat_id: ada.id, text: 'Hi' });

    expect(reply.status).toBe(200);
  });

  it('can be switched off', async () => {
    const { ada, call } = await startScene({ floodLimits: null, clock: frozen });

    const replies = [];
    for (let sent = 0; sent < 40; sent += 1)
      replies.push(await call('sendMessage', { chat_id: ada.id, text: 'Hi' }));

    expect(replies.every(({ status }) => status === 200)).toBe(true);
  });
});
