/** Among so many lines the best are found by looking again and again, which is faster than a sort that calls back. */
const SHORT = 64;

/** What is shared out and among whom; all lists have one number per line, all numbers are whole and not negative. */
export interface Allocation {
  /** Never more than all the room of lines that weigh anything. */
  readonly amount: number;
  /** In what proportion; a line that weighs 0 gets nothing. */
  readonly weights: readonly number[];
  /** The most that each line can take. */
  readonly rooms: readonly number[];
}

/**
 * Splits an amount by largest remainder (GATEWAYS.md, coupons): ties go to the heavier line, then to the earlier one.
 * What a line has no room for goes to the others, in their proportion. The parts always add up to the amount.
 */
export function allocate({ amount, weights, rooms }: Allocation): number[] {
  let open = weights.map((weight, line) => (rooms[line] ? weight : 0));
  let rest = amount;
  const full = new Map<number, number>();
  for (;;) {
    const parts = split(rest, open);
    const before = full.size;
    for (let line = 0; line < parts.length; line += 1) {
      const room = rooms[line] ?? 0;
      if ((parts[line] ?? 0) <= room) continue;
      full.set(line, room);
      rest -= room;
    }
    if (full.size === 0) return parts;
    if (full.size === before) return parts.map((part, line) => full.get(line) ?? part);
    open = open.map((weight, line) => (full.has(line) ? 0 : weight));
  }
}

/** The same among lines that have room for all of it. */
function split(amount: number, weights: readonly number[]): number[] {
  const whole = sumOf(weights);
  // Where a product is no safe integer, numbers would lose some of it.
  const isSmall = Number.isSafeInteger(amount * whole);
  const parts: number[] = [];
  const remainders: number[] = [];
  let left = amount;
  for (let line = 0; line < weights.length; line += 1) {
    const weight = weights[line] ?? 0;
    const product = amount * weight;
    const part = weight === 0 ? 0 : isSmall ? Math.floor(product / whole) : exactPart(amount, weight, whole);
    parts.push(part);
    remainders.push(isSmall ? product - part * whole : exactRemainder(amount, weight, whole));
    left -= part;
  }
  // More lines have a remainder than units are left, for each remainder is less than a unit: none gets two.
  if (left > 0) for (const line of largest(left, remainders, weights)) parts[line] = (parts[line] ?? 0) + 1;
  return parts;
}

/** The `count` lines of the largest remainders, which it wipes out. */
function largest(count: number, remainders: number[], weights: readonly number[]): number[] {
  if (remainders.length > SHORT) return sorted(remainders, weights).slice(0, count);
  const found: number[] = [];
  while (found.length < count) {
    let [best, most, weightOfBest] = [0, -1, -1];
    for (let line = 0; line < remainders.length; line += 1) {
      const remainder = remainders[line] ?? 0;
      if (remainder < most) continue;
      const weight = weights[line] ?? 0;
      if (remainder === most && weight <= weightOfBest) continue;
      best = line;
      most = remainder;
      weightOfBest = weight;
    }
    found.push(best);
    remainders[best] = -1;
  }
  return found;
}

function sorted(remainders: readonly number[], weights: readonly number[]): number[] {
  return weights
    .map((_, line) => line)
    .sort(
      (a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || (weights[b] ?? 0) - (weights[a] ?? 0) || a - b,
    );
}

function exactPart(amount: number, weight: number, whole: number): number {
  return Number((BigInt(amount) * BigInt(weight)) / BigInt(whole));
}

function exactRemainder(amount: number, weight: number, whole: number): number {
  return Number((BigInt(amount) * BigInt(weight)) % BigInt(whole));
}

/** Σ of whole numbers. */
export function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
