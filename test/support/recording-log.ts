import type { Log } from '../../src/core/inbox/core.ts';

export interface LogEntry {
  readonly level: keyof Log;
  readonly fields: object;
  readonly sentence: string;
}

/** A log that keeps what it was told, for a test to read. */
export interface RecordingLog extends Log {
  readonly entries: readonly LogEntry[];
}

export function createRecordingLog(): RecordingLog {
  const entries: LogEntry[] = [];
  const record =
    (level: keyof Log) =>
    (fields: object, sentence: string): void => {
      entries.push({ level, fields, sentence });
    };
  return {
    entries,
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
  };
}
