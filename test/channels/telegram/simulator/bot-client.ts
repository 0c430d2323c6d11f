import { onTestFinished } from 'vitest';
import {
  startTelegramSimulator,
  type TelegramSimulatorOptions,
} from '../../../../src/channels/telegram/simulator/index.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** For tests that read a date: the second does not turn between what is done and what is expected. */
export const STANDING_CLOCK = { now: () => new Date('2026-11-23T12:00:00Z') };

/** A simulator for one test, with a bot and a person who has started it, and a way to call the Bot API. */
export async function startScene(options: TelegramSimulatorOptions = {}) {
  const telegram = await startTelegramSimulator({ floodLimits: null, ...options });
  onTestFinished(() => telegram.close());
  const bot = telegram.addBot(undefined, { username: 'acme_bot' });
  const ada = telegram.customer('Ada');
  ada.starts();
  return { telegram, bot, ada, ...callsOf(telegram.url, () => bot.token) };
}

export function callsOf(url: string, token: () => string) {
  async function call(method: string, parameters: object = {}): Promise<Reply> {
    const response = await fetch(`${url}/bot${token()}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Calls as multipart; bytes are uploaded as files named after their field. */
  async function upload(
    method: string,
    parameters: Record<string, string | number | Uint8Array>,
  ): Promise<Reply> {
    const form = new FormData();
    for (const [name, value] of Object.entries(parameters)) {
      if (value instanceof Uint8Array) form.set(name, new Blob([Buffer.from(value)]), name);
      else form.set(name, String(value));
    }
    const response = await fetch(`${url}/bot${token()}/${method}`, { method: 'POST', body: form });
    return { status: response.status, body: await response.json() };
  }

  /** The `message_id` of what a method of sending answered. */
  async function sent(method: string, parameters: object): Promise<number> {
    const { body } = await call(method, parameters);
    const { result } = body as { result: { message_id: number } };
    return result.message_id;
  }

  /** Everything that waits, confirmed by nobody. */
  async function updates(): Promise<Record<string, unknown>[]> {
    const { body } = await call('getUpdates');
    return (body as { result: Record<string, unknown>[] }).result;
  }

  return { call, upload, sent, updates };
}

/** The whole answer of Telegram when it says no. */
export function refusal(code: number, description: string, parameters?: object): Reply {
  return {
    status: code,
    body: { ok: false, error_code: code, description, ...(parameters !== undefined && { parameters }) },
  };
}

export const granted = (result: unknown): Reply => ({ status: 200, body: { ok: true, result } });
