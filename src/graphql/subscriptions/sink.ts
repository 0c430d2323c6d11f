import type { Frame } from './frame.ts';

/** Where one subscriber's events go: one HTTP response, or one operation on a WebSocket. */
export interface Sink {
  /** False while more than {@link MAX_WAITING_BYTES} wait for the reader. */
  readonly hasRoom: boolean;
  write(frame: Frame): void;
  /** Resolves true once there is room, and false when the reader is gone, stood still for too long, or on abort. */
  makesRoom(signal: AbortSignal): Promise<boolean>;
}

/**
 * Bytes that may wait in this process for one reader, on top of what the kernel holds. Above it the reader is
 * given time to catch up, then is cut with the cursor to resume at.
 */
export const MAX_WAITING_BYTES = 64 * 1024;
