import { badRequest, isRefusal, type Refusal } from '../answer.ts';
import { integer, optionalText, type Parameters, requiredText, text } from '../parameters.ts';
import type { WireLocation } from '../wire.ts';
import type { Method } from './call.ts';
import { send } from './send.ts';

export const sendLocation: Method = (call) => {
  const location = readLocation(call.parameters);
  if (isRefusal(location)) return location;
  return send(call, { content: { location }, right: 'locations' });
};

export const sendVenue: Method = (call) => {
  const location = readLocation(call.parameters);
  if (isRefusal(location)) return location;
  const title = requiredText(call.parameters, 'title');
  if (isRefusal(title)) return title;
  const address = requiredText(call.parameters, 'address');
  if (isRefusal(address)) return address;
  const venue = {
    location,
    title,
    address,
    foursquare_id: optionalText(call.parameters, 'foursquare_id'),
    google_place_id: optionalText(call.parameters, 'google_place_id'),
  };
  // Clients that do not know venues show the place.
  return send(call, { content: { venue, location }, right: 'venues' });
};

export const sendContact: Method = (call) => {
  const phone = requiredText(call.parameters, 'phone_number');
  if (isRefusal(phone)) return phone;
  const firstName = requiredText(call.parameters, 'first_name');
  if (isRefusal(firstName)) return firstName;
  const contact = {
    phone_number: phone,
    first_name: firstName,
    last_name: optionalText(call.parameters, 'last_name'),
    vcard: optionalText(call.parameters, 'vcard'),
  };
  return send(call, { content: { contact }, right: 'contacts' });
};

function readLocation(parameters: Parameters): WireLocation | Refusal {
  if (text(parameters, 'latitude').trim() === '') return badRequest('latitude is empty');
  if (text(parameters, 'longitude').trim() === '') return badRequest('longitude is empty');
  const latitude = Number(text(parameters, 'latitude'));
  const longitude = Number(text(parameters, 'longitude'));
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return badRequest('GEO_POINT_INVALID');
  const optional = (name: string) => integer(parameters, name, { absent: 0, min: 0 }) || undefined;
  return {
    latitude,
    longitude,
    horizontal_accuracy: Number(text(parameters, 'horizontal_accuracy')) || undefined,
    live_period: optional('live_period'),
    heading: optional('heading'),
    proximity_alert_radius: optional('proximity_alert_radius'),
  };
}
