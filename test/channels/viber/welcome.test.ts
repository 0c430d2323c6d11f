import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import type { WebhookAccount } from '../../../src/core/channel/index.ts';
import { bytesOf, callbackBodies } from './callbacks.ts';
import { Outgoing } from './wire-schema.ts';

const OPENED =
  '{"event":"conversation_started","timestamp":1790000007000,"message_token":6130482957716210338,"type":"open","user":{"id":"q=="},"subscribed":false}';

const account = (settings: WebhookAccount['settings'], displayName = 'Shop'): WebhookAccount => ({
  externalId: 'pa:77',
  username: 'shopbot',
  settings,
  publicCredentials: { displayName },
});

function answerTo(body: string, to: WebhookAccount) {
  const answer = viber.webhook?.answer?.(bytesOf(body), to);
  return { ...answer, body: JSON.parse(answer?.body ?? '') };
}

describe('whoever opens the chat', () => {
  it('reads the welcome message, which has no receiver, and can subscribe with a button', () => {
    const { status, contentType, body } = answerTo(
      OPENED,
      account({ welcomeText: 'Hello! Press Start to chat.', welcomeButton: 'Start <3' }),
    );

    expect({ status, contentType }).toEqual({ status: 200, contentType: 'application/json' });
    expect(body).toEqual({
      min_api_version: 1,
      sender: { name: 'Shop' },
      tracking_data: 'welcome',
      type: 'text',
      text: 'Hello! Press Start to chat.',
      keyboard: {
        Type: 'keyboard',
        DefaultHeight: false,
        InputFieldState: 'regular',
        Buttons: [{ Columns: 6, Rows: 1, Text: 'Start &lt;3', ActionType: 'reply', ActionBody: 'Start <3' }],
      },
    });
    expect(Outgoing.safeParse(body).success).toBe(true);
  });

  it('reads it without a button when none is set', () => {
    const { body } = answerTo(OPENED, account({ welcomeText: 'Hello', welcomeButton: ' ' }));

    expect(body).toEqual({
      min_api_version: 1,
      sender: { name: 'Shop' },
      tracking_data: 'welcome',
      type: 'text',
      text: 'Hello',
    });
  });

  it.each([{}, { welcomeText: null }, { welcomeText: '  ' }, { welcomeText: 7 }])(
    'reads nothing when no welcome is set (%j)',
    (settings) => {
      expect(answerTo(OPENED, account(settings)).body).toEqual({});
    },
  );

  it('reads nothing under no name', () => {
    expect(answerTo(OPENED, account({ welcomeText: 'Hello' }, '')).body).toEqual({});
  });

  it.each(['a', 'Ж', '🎲', '\u0001', '\\'])(
    'gets one message within the limits, however long the text of "%s"',
    (char) => {
      const { body } = answerTo(OPENED, account({ welcomeText: `x${char.repeat(20_000)}` }));

      expect(Outgoing.safeParse(body).error).toBeUndefined();
      expect(body.text.isWellFormed()).toBe(true);
    },
  );
});

describe('every other callback', () => {
  it('is answered with 200 and nothing else, whatever is set', () => {
    const others = callbackBodies.filter((body) => !body.includes('"event":"conversation_started"'));

    const answers = others.map((body) => answerTo(body, account({ welcomeText: 'Hello' })));

    expect(answers.length).toBeGreaterThan(40);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ status: 200, contentType: 'application/json', body: {} })]),
    );
  });
});
