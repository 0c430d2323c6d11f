import pc from 'picocolors';
import type { DemoChannel, ShownMessage } from './demo-channel.ts';

/** Tells the story on standard output, one line for each thing that happens. */
export interface Narrator {
  say(text: string): void;
  /** Begins a chapter. */
  scene(title: string): void;
  line(who: keyof typeof VOICES, what: string): void;
  /** What reached the customer since this was last asked: the requests, and what the app shows of them. */
  news(channel: DemoChannel): void;
}

const VOICES = {
  customer: pc.yellow,
  event: pc.blue,
  wire: pc.dim,
  phone: pc.magenta,
  receipts: pc.green,
  gateway: pc.cyan,
} as const;

/** As much of a request as a line of a terminal takes. */
const WIRE_LENGTH = 250;

export function createNarrator(write: (text: string) => void): Narrator {
  const told = new Map<DemoChannel, { sent: number; shown: number }>();
  let scenes = 0;
  const say = (text: string) => write(`${text}\n`);
  const line: Narrator['line'] = (who, what) => say(`  ${VOICES[who](who.padEnd(9))}${what}`);

  return {
    say,
    line,
    scene(title) {
      scenes += 1;
      say(`\n${pc.bold(`${scenes}  ${title}`)}`);
    },
    news(channel) {
      const sent = channel.sent();
      const shown = channel.customer.shown();
      const before = told.get(channel) ?? { sent: 0, shown: 0 };
      told.set(channel, { sent: sent.length, shown: shown.length });
      for (const body of sent.slice(before.sent)) line('wire', pc.dim(asLine(body)));
      for (const message of shown.slice(before.shown)) {
        line('phone', `${channel.customer.name}, ${channel.title}: ${describe(message)}`);
      }
    },
  };
}

/** Ids and file contents are long and say nothing to a reader; words have spaces. */
function asLine(body: object): string {
  const text = JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'string' && /^[^\s{]{20,}$/u.test(value) ? `${value.slice(0, 8)}…` : value,
  );
  return text.length <= WIRE_LENGTH ? text : `${text.slice(0, WIRE_LENGTH)}…`;
}

function describe({ text, buttons, hasFile }: ShownMessage): string {
  return [
    ...(hasFile ? ['🖼'] : []),
    ...(text === '' ? [] : [text.replaceAll('\n', ' ')]),
    ...buttons.map((label) => pc.inverse(` ${label} `)),
  ].join(' ');
}
