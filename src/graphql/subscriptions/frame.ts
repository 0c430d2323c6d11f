import { encodeCursor } from '../../core/model/cursor.ts';

/** One event as it goes out: executed once, and its bytes built once for everybody who follows alike. */
export interface Frame {
  /** The event's number; whoever has seen it resumes behind it. */
  readonly number: number;
  /** The execution result as JSON. */
  readonly payload: Buffer;
  /** The same as a server-sent event, whose id is the cursor. */
  readonly serverSentEvent: Buffer;
}

export function createFrame(number: number, result: string): Frame {
  const payload = Buffer.from(result);
  let serverSentEvent: Buffer | null = null;
  return {
    number,
    payload,
    get serverSentEvent() {
      serverSentEvent ??= Buffer.concat([
        Buffer.from(`id: ${encodeCursor(number)}\nevent: next\ndata: `),
        payload,
        Buffer.from('\n\n'),
      ]);
      return serverSentEvent;
    },
  };
}
