import type { ControlAnswer } from '../../../shared/simulator/control-route.ts';
import type { Customer } from '../people/customer.ts';
import type { Simulation } from '../simulation.ts';

/** Finds a person by name, and lets something be asked of them. */
export async function withCustomer(
  simulation: Simulation,
  name: string,
  use: (customer: Customer) => Promise<ControlAnswer>,
): Promise<ControlAnswer> {
  const customer = simulation.findCustomer(name);
  return customer === null
    ? { kind: 'not-found', message: `There is nobody called ${name}.` }
    : use(customer);
}
