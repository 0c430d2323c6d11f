import { type Clock, systemClock } from '../../../core/model/clock.ts';

/** The time that a simulated platform lives in: it runs with the real one and can be moved ahead. */
export interface SimulatedTime extends Clock {
  /** Milliseconds since the epoch, in simulated time. */
  nowMs(): number;
  /** Unix seconds, as platforms write them. */
  unixSeconds(): number;
  /** Moves ahead. What falls due meanwhile runs, in order, before this returns. */
  advance(ms: number): void;
  /** Runs something once after that much simulated time. The returned function calls it off. */
  after(ms: number, work: () => void): () => void;
  /** How many things wait for their time. */
  readonly waiting: number;
  /** Calls everything off. */
  stop(): void;
}

interface Appointment {
  readonly dueMs: number;
  readonly work: () => void;
  timer: NodeJS.Timeout | undefined;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** @param clock  Where "now" starts from and keeps running with; a clock that stands still is fine. */
export function createSimulatedTime(clock: Clock = systemClock): SimulatedTime {
  const appointments = new Set<Appointment>();
  let aheadMs = 0;

  const nowMs = () => clock.now().getTime() + aheadMs;
  // Waiting is measured by the process's own clock, so that it also ends where the given clock stands still.
  const elapsedMs = () => performance.now() + aheadMs;

  function arm(appointment: Appointment): void {
    clearTimeout(appointment.timer);
    const delayMs = Math.min(Math.max(appointment.dueMs - elapsedMs(), 0), LONGEST_TIMER_MS);
    appointment.timer = setTimeout(delayMs === LONGEST_TIMER_MS ? arm : keep, delayMs, appointment);
  }

  function keep(appointment: Appointment): void {
    clearTimeout(appointment.timer);
    if (appointments.delete(appointment)) appointment.work();
  }

  return {
    now: () => new Date(nowMs()),
    nowMs,
    unixSeconds: () => Math.floor(nowMs() / 1000),
    advance(ms) {
      aheadMs += ms;
      const due = [...appointments].filter(({ dueMs }) => dueMs <= elapsedMs());
      for (const appointment of due.sort((a, b) => a.dueMs - b.dueMs)) keep(appointment);
      for (const appointment of appointments) arm(appointment);
    },
    after(ms, work) {
      const appointment: Appointment = { dueMs: elapsedMs() + ms, work, timer: undefined };
      appointments.add(appointment);
      arm(appointment);
      return () => {
        clearTimeout(appointment.timer);
        appointments.delete(appointment);
      };
    },
    get waiting() {
      return appointments.size;
    },
    stop() {
      for (const { timer } of appointments) clearTimeout(timer);
      appointments.clear();
    },
  };
}
