import { describe, expect, it } from 'vitest';
import { downloadMedia } from '../../../src/channels/telegram/media.ts';
import { fetchProfile } from '../../../src/channels/telegram/profile.ts';
import { channelErrorOf, startScene } from './scene.ts';

describe('the picture of somebody who writes to a bot', () => {
  it('is named by a file that the bot may fetch, in its largest size, and by no address', async () => {
    const { ada, contextWith } = await startScene();
    ada.does({ do: 'setPicture' });

    const facts = await fetchProfile(String(ada.id), contextWith());
    const small = await downloadMedia(facts?.avatarReference ?? '', contextWith());

    expect(Object.keys(facts ?? {})).toEqual(['avatarReference']);
    expect(facts?.avatarReference).not.toMatch(/[:/]/u);
    // A JPEG tells its height and width behind its marker of a frame.
    const frame = Buffer.from(small.bytes).indexOf(Buffer.from([0xff, 0xc0]));
    expect(Buffer.from(small.bytes).readUInt16BE(frame + 5)).toBe(640);
  });

  it.each([
    ['hides it', 'ada'],
    ['is unknown to Telegram', '7001'],
    ['is a group', '-1001'],
    ['writes in a topic', '-1001#42'],
    ['writes to a business account', 'bc-1:7001'],
  ])('is nothing where the contact %s', async (_, who) => {
    const { ada, contextWith } = await startScene();

    expect(await fetchProfile(who === 'ada' ? String(ada.id) : who, contextWith())).toBeNull();
  });

  it('is asked for again when Telegram stumbled, and not when it refuses the bot', async () => {
    const { telegram, ada, contextWith } = await startScene();
    const fail = (status: number) =>
      telegram.faults.answers.inject({ operation: 'getuserprofilephotos', fault: { kind: 'error', status } });

    fail(502);
    expect((await channelErrorOf(fetchProfile(String(ada.id), contextWith()))).kind).toBe('unavailable');
    fail(401);
    expect((await channelErrorOf(fetchProfile(String(ada.id), contextWith()))).kind).toBe('unauthorized');
  });
});
