import type { LocationPart } from '../../../core/model/part.ts';
import { builder } from '../../builder.ts';
import { given } from './given.ts';

export const LocationPartInput = builder.inputType('LocationPartInput', {
  description: 'A place.',
  fields: (t) => ({
    latitude: t.float({ required: true, description: 'Degrees, -90 to 90.' }),
    longitude: t.float({ required: true, description: 'Degrees, -180 to 180.' }),
    name: t.string({ description: 'Of the place.' }),
    address: t.string({ description: 'Of the place.' }),
  }),
});

export function toPlace({
  latitude,
  longitude,
  name,
  address,
}: typeof LocationPartInput.$inferInput): Omit<LocationPart, 'type'> {
  return { latitude, longitude, ...given({ name, address }) };
}
