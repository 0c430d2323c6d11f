import { commonRoutes } from '../../../shared/simulator/common-routes.ts';
import type { ControlRoute } from '../../../shared/simulator/control-route.ts';
import type { Simulation } from '../simulation.ts';
import { accountRoutes } from './account-routes.ts';
import { customerRoutes } from './customer-routes.ts';

/** What can be asked of the simulated Messenger over HTTP: everything that a test in the same process can do. */
export function controlRoutes(simulation: Simulation): readonly ControlRoute[] {
  return [
    ...accountRoutes(simulation),
    ...customerRoutes(simulation),
    ...commonRoutes({ ...simulation.world, requests: simulation.requests }),
  ];
}
