import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { allocate, type Allocation } from '../../../core/coupons/allocation-rules.ts';
import { suite } from '../../support/suite.ts';

const HUGE = 4_000_000_000_000_000;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}

suite('an amount over lines', (test) => {
  const rows: readonly (readonly [number, readonly number[], readonly number[]])[] = [
    [0, [1, 2], [0, 0]],
    [299, [4_300, 1_400, 2_300], [161, 52, 86]],
    [1, [1_000, 1_000, 1_000], [1, 0, 0]],
    [5, [4, 5, 1], [2, 3, 0]],
    [2, [1, 3], [0, 2]],
    [7, [0, 7, 0], [0, 7, 0]],
    [HUGE - 1, [HUGE / 2, HUGE / 2], [HUGE / 2, HUGE / 2 - 1]],
  ];
  for (const [amount, weights, expected] of rows)
    test(`${amount} over ${weights.join(', ')} is ${expected.join(', ')}`, () => {
      assert.equal(allocate({ amount, weights, rooms: weights }), expected);
    });

  test('a tie goes to the heavier line, then to the earlier one', () => {
    // Both remainders are a half.
    assert.equal(allocate({ amount: 2, weights: [1, 3], rooms: [9, 9] }), [0, 2]);
    assert.equal(allocate({ amount: 3, weights: [5, 5], rooms: [9, 9] }), [2, 1]);
  });

  test('what one line has no room for goes to the others in their proportion', () => {
    assert.equal(allocate({ amount: 100, weights: [50, 30, 20], rooms: [10, 99, 99] }), [10, 54, 36]);
    assert.equal(allocate({ amount: 100, weights: [50, 30, 20], rooms: [0, 60, 99] }), [0, 60, 40]);
    assert.equal(allocate({ amount: 60, weights: [50, 30, 20], rooms: [10, 20, 30] }), [10, 20, 30]);
  });

  const fitting: fc.Arbitrary<Allocation> = fc
    .record({
      lines: fc.array(fc.record({ weight: fc.nat({ max: 50_000 }), share: fc.nat({ max: 100 }) }), {
        minLength: 1,
        maxLength: 90,
      }),
      part: fc.nat({ max: 1_000 }),
      scale: fc.constantFrom(1, 1, 1_000_000),
    })
    .map(({ lines, part, scale }) => {
      const weights = lines.map(({ weight }) => weight * scale);
      const rooms = lines.map(({ weight, share }) => Math.floor((weight * scale * share) / 100));
      return { weights, rooms, amount: Math.floor((sum(rooms) * part) / 1_000) };
    });

  test('the parts add up, are whole, and fit', () => {
    fc.assert(
      fc.property(fitting, ({ amount, weights, rooms }) => {
        const parts = allocate({ amount, weights, rooms });
        assert.is(sum(parts), amount);
        assert.ok(
          parts.every((part, line) => Number.isSafeInteger(part) && part >= 0 && part <= (rooms[line] ?? 0)),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('where there is room, each part is less than a won from its proportion', () => {
    fc.assert(
      fc.property(fitting, ({ amount, weights }) => {
        const whole = BigInt(sum(weights));
        const parts = allocate({ amount, weights, rooms: weights });
        for (const [line, part] of parts.entries()) {
          const off = BigInt(part) * whole - BigInt(amount) * BigInt(weights[line] ?? 0);
          assert.ok(whole === 0n || (off < whole && off > -whole));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('many lines are split as few are', () => {
    // Of 200 equal lines the first 50 get the won that is over.
    const weights = Array.from({ length: 200 }, () => 999);
    const parts = allocate({ amount: 250, weights, rooms: weights });
    assert.equal(parts, [...Array<number>(50).fill(2), ...Array<number>(150).fill(1)]);
  });
});
