import fc from 'fast-check';
import { GraphQLScalarType } from 'graphql';
import { expect, it } from 'vitest';
import { decodeId, encodeId } from '../../src/graphql/ids.ts';
import { getSchema } from '../../src/graphql/schema.ts';

const dateTime = getSchema().getType('DateTime');

it('writes every instant of the years 1900 to 9999 as RFC 3339 has it, in whatever order they come', () => {
  if (!(dateTime instanceof GraphQLScalarType)) throw new Error('DateTime is a scalar.');
  const instants = fc.date({
    min: new Date('1900-01-01T00:00:00.000Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });

  fc.assert(
    fc.property(fc.array(instants), (list) => {
      expect(list.map((instant) => dateTime.serialize(instant))).toEqual(
        list.map((instant) => instant.toISOString()),
      );
    }),
  );
});

it('finds every id again, and writes it in characters that need no escaping in a URL', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom('Case', 'Media', 'Contact', 'Message'), (id, noun) => {
      const outer = encodeId(noun, id);

      expect(outer).toBe(Buffer.from(`${noun}:${id}`).toString('base64url'));
      expect(decodeId(noun, outer)).toBe(id);
    }),
  );
});
