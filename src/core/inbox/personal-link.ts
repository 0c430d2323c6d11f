import type { MigrationLinkId } from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import type { Core } from './core.ts';
import { tokenOf } from './link-token.ts';

/** Stands in a stored message where the token of its recipient's link is put on the wire. */
const IN_PLACE_OF_TOKEN = 'personal-link';

/** The address as messages are stored, shown and logged with it. It leads nowhere. */
export const veiledUrl = ({ joinUrl }: Pick<Core, 'joinUrl'>): string => joinUrl(IN_PLACE_OF_TOKEN);

/** The parts as their recipient gets them: with the address that works. */
export function withPersonalLink(
  core: Pick<Core, 'joinUrl' | 'linkKey'>,
  parts: readonly Part[],
  id: MigrationLinkId,
): readonly Part[] {
  const url = core.joinUrl(tokenOf(core.linkKey, id));
  const lift = (text: string) => text.replaceAll(veiledUrl(core), url);
  return parts.map((part): Part => {
    if (part.type === 'text') return { ...part, text: lift(part.text) };
    if (part.type !== 'template') return part;
    const variables = Object.entries(part.variables).map(([name, value]) => [name, lift(value)] as const);
    return { ...part, variables: Object.fromEntries(variables) };
  });
}
