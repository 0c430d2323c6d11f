import pc from 'picocolors';
import type { DemoChannel, DemoCustomer, ShownMessage } from './demo-channel.ts';

/** Tells the story on standard output, one line for each thing that happens. */
export interface Narrator {
  say(text: string): void;
  /** Begins a chapter. */
  scene(title: string): void;
  line(who: keyof typeof VOICES, what: string): void;
  /** What reached the customer since this was last asked: the requests, and what the app shows of them. */
  news(channel: DemoChannel): void;
  /** What somebody's own app has shown since this was last asked. */
  phone(channel: DemoChannel, customer: DemoCustomer): void;
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
  const sent = new Map<DemoChannel, number>();
  const shown = new Map<DemoCustomer, number>();
  let scenes = 0;
  const say = (text: string) => write(`${text}\n`);
  const line: Narrator['line'] = (who, what) => say(`  ${VOICES[who](who.padEnd(9))}${what}`);
  const phone: Narrator['phone'] = ({ title }, customer) => {
    const messages = customer.shown();
    for (const message of messages.slice(shown.get(customer) ?? 0)) {
      line('phone', `${customer.name}, ${title}: ${describe(message)}`);
    }
    shown.set(customer, messages.length);
  };

  return {
    say,
    line,
    scene(title) {
      scenes += 1;
      say(`\n${pc.bold(`${scenes}  ${title}`)}`);
    },
    phone,
    news(channel) {
      const requests = channel.sent();
      for (const body of requests.slice(sent.get(channel) ?? 0)) line('wire', pc.dim(asLine(body)));
      sent.set(channel, requests.length);
      phone(channel, channel.customer);
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
