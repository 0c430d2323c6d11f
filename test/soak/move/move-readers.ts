import type { Random } from '../../../src/channels/shared/simulator/random.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { App, MovePlatforms } from './move-platforms.ts';

/** What a reader does with the invitation. Four in ten do nothing. */
export const HABITS = [
  'stays',
  'looks',
  'moves',
  'moves twice',
  'moves on both channels',
  'passes the link on',
  'passes the used link on',
  'declines',
  'does not answer',
  'blocks',
  'leaves and returns',
] as const;
export type Habit = (typeof HABITS)[number];

export interface MoveReader {
  readonly name: string;
  /** Digits. */
  readonly number: string;
  readonly language: 'en' | 'de';
  readonly habit: Habit;
  /** They wrote to the business shortly before, so that they may be answered. */
  readonly hasWritten: boolean;
}

/** Where a reader stands in the end, by what they did, and every app through which somebody acted. */
export interface Outcome {
  readonly state: string;
  /** Where the next newsletter is to be seen; null: nowhere. */
  readonly reads: App | null;
  readonly apps: readonly App[];
  readonly hasOpened: boolean;
  readonly hasArrived: boolean;
}

export function draftReaders(count: number, random: Random): readonly MoveReader[] {
  const acts = HABITS.filter((habit) => habit !== 'stays');
  const habitOf = (): Habit => {
    if (random.integer(1, 10) <= 4) return 'stays';
    return random.integer(1, 2) === 1 ? 'moves' : (acts[random.integer(0, acts.length - 1)] ?? 'moves');
  };
  return Array.from({ length: count }, (_, at) => ({
    name: `Reader ${letters(at)}`,
    number: `49151${String(10_000_000 + at)}`,
    language: random.integer(1, 2) === 1 ? 'de' : 'en',
    // The first ones show every habit, however few readers there are.
    habit: HABITS[at] ?? habitOf(),
    hasWritten: random.integer(1, 10) <= 3,
  }));
}

/** Names are compared by their letters. */
const letters = (at: number): string => [...String(at)].map((digit) => 'bcdfghjklm'[Number(digit)]).join('a');

export interface Acting {
  readonly platforms: MovePlatforms;
  readonly topic: string;
  /** Opens the reader's page in a browser; the addresses behind its buttons. */
  readonly openPage: () => Promise<readonly URL[]>;
  readonly becomes: (state: string) => Promise<void>;
  /** Whether the second button of the page is preferred. */
  readonly prefersOther: boolean;
}

/** Plays one reader to the end. */
export async function actOut(reader: MoveReader, acting: Acting): Promise<Outcome> {
  const { platforms, openPage, becomes, prefersOther } = acting;
  const { habit, name } = reader;
  if (habit === 'stays') {
    return outcome(reader.hasWritten ? 'INVITED' : 'IMPORTED', null, [], { hasOpened: false });
  }
  const links = await openPage();
  if (habit === 'looks') return outcome('OPENED', null, [], { hasOpened: true });
  const [first, other] = prefersOther ? [...links].reverse() : links;
  if (first === undefined || other === undefined) throw new Error('The page has no two buttons.');
  const apps: App[] = [];
  const open = (who: string, link: URL): App => {
    const app = platforms.open(who, link);
    apps.push(app);
    return app;
  };
  if (habit === 'passes the link on') {
    const friend = open(`Friend of ${name}`, first);
    await answer(friend, 2);
    await becomes('OPENED');
    await answer(friend, 1, 1);
  }

  const app = open(name, first);
  if (habit === 'does not answer') {
    await becomes('ARRIVED');
    return outcome('ARRIVED', null, apps, { hasArrived: true });
  }
  if (habit === 'declines') {
    await answer(app, 1);
    await becomes('DECLINED');
    return outcome('DECLINED', null, apps, { hasArrived: true });
  }
  if (habit === 'moves on both channels') {
    const second = open(name, other);
    await Promise.all([question(app), question(second)]);
    await answer(app, 0);
    await becomes('CONFIRMED');
    return outcome('CONFIRMED', app, apps, { hasArrived: true });
  }
  if (habit === 'moves twice') app.opensAgain();
  await answer(app, 0);
  await becomes('CONFIRMED');
  if (habit === 'moves twice') app.opensAgain();
  if (habit === 'passes the used link on') {
    const friend = open(`Friend of ${name}`, first);
    await waitFor('the friend is told', () =>
      friend.shown().some(({ text }) => /subscribe|abonnieren/u.test(text)),
    );
  }
  if (habit === 'blocks') {
    app.blocks();
    await becomes('DECLINED');
    return outcome('DECLINED', null, apps, { hasArrived: true });
  }
  if (habit === 'leaves and returns') {
    app.writes('stop');
    await becomes('DECLINED');
    const asked = questionsIn(app).length;
    app.writes(`subscribe ${acting.topic}`);
    await answer(app, 0, asked);
    await becomes('CONFIRMED');
  }
  return outcome('CONFIRMED', app, apps, { hasArrived: true });
}

function outcome(
  state: string,
  reads: App | null,
  apps: readonly App[],
  { hasOpened = true, hasArrived = false }: { readonly hasOpened?: boolean; readonly hasArrived?: boolean },
): Outcome {
  return { state, reads, apps, hasOpened, hasArrived };
}

const questionsIn = (app: App) => app.shown().filter(({ buttons }) => buttons.length >= 2);

const question = (app: App, behind = 0): Promise<void> =>
  waitFor(`a question is shown on ${app.channel}`, () => questionsIn(app).length > behind);

/** Taps the n-th button of the latest question, once more than `behind` were shown. */
async function answer(app: App, place: number, behind = 0): Promise<void> {
  await question(app, behind);
  const label = questionsIn(app).at(-1)?.buttons[place];
  if (label === undefined) throw new Error(`The question has no button ${place}.`);
  app.taps(label);
}
