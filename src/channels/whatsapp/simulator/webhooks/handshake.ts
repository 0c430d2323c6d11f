import { DIGITS, type Random } from '../../../shared/simulator/random.ts';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_LENGTH = 4096;

/** Asks an address whether it is the business's, as Meta does. null: it is; otherwise why not. */
export async function askWhetherOurs(
  url: string,
  verifyToken: string,
  random: Random,
): Promise<string | null> {
  if (!URL.canParse(url)) return `${url} is no address.`;
  const challenge = random.characters(DIGITS, 10);
  const asked = new URL(url);
  asked.searchParams.set('hub.mode', 'subscribe');
  asked.searchParams.set('hub.challenge', challenge);
  asked.searchParams.set('hub.verify_token', verifyToken);
  try {
    const response = await fetch(asked, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const answer = (await response.text()).slice(0, MAX_ANSWER_LENGTH);
    if (!response.ok) return `HTTP status code ${response.status}`;
    return answer === challenge ? null : 'The challenge was not answered with the challenge.';
  } catch {
    return 'The address could not be reached.';
  }
}
