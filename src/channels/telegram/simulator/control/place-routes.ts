import { z } from 'zod';
import { type ControlRoute, controlRoute, done } from '../../../shared/simulator/control-route.ts';
import type { Simulation } from '../simulation.ts';
import { withCustomer } from './with-customer.ts';

/** What only Telegram has: groups, and files by their id. */
export function placeRoutes(simulation: Simulation): readonly ControlRoute[] {
  return [
    controlRoute({
      method: 'POST',
      path: '/groups',
      summary: 'Makes a group, supergroup or channel. People join by an action; bots come by one, too.',
      input: z.strictObject({
        type: z.enum(['group', 'supergroup', 'channel']).default('group'),
        title: z.string().min(1),
        username: z.string().optional(),
        isForum: z.boolean().default(false),
        owner: z.string().describe('Name or id of the person who makes it.'),
      }),
      example: { title: 'Support', owner: 'Ada' },
      run: ({ owner, ...facts }) =>
        withCustomer(simulation, owner, async (person) =>
          done(simulation.group({ ...facts, owner: person })),
        ),
    }),
    controlRoute({
      method: 'GET',
      path: '/files/:file',
      summary: 'The bytes of a file, by its file id.',
      input: z.strictObject({ file: z.string() }),
      run({ file }) {
        const found = simulation.world.files.byId(file);
        if (found === null) return { kind: 'not-found', message: 'There is no such file.' };
        return { kind: 'file', bytes: found.bytes, mimeType: 'application/octet-stream' };
      },
    }),
  ];
}
