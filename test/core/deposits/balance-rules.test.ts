import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  BALANCES_MAX,
  type BalanceMessage,
  explains,
  followBalance,
  type KnownBalance,
} from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { NOW } from '../examples.ts';

const MINUTE = 60_000;
/** A message so many minutes after the first one. */
const told = (minute: number, balance: number, change: number): BalanceMessage => ({
  at: NOW + minute * MINUTE,
  balance,
  change,
});

/** What becomes of messages in the order of their arrival, and which gaps are explained in the end. */
function follow(messages: readonly BalanceMessage[]) {
  let balances: readonly KnownBalance[] = [];
  const held = new Set<BalanceMessage>();
  const verdicts = messages.map((message) => {
    const { verdict, balances: now } = followBalance(balances, message);
    balances = now;
    if (verdict === 'gap') held.add(message);
    for (const gap of held) {
      const explained = explains(balances, gap);
      if (!explained) continue;
      balances = explained;
      held.delete(gap);
    }
    return verdict;
  });
  return { verdicts, held: [...held], balances };
}

suite('the chain of balances', (test) => {
  test('the first message is believed, and those that follow from it follow', () => {
    const { verdicts, held } = follow([told(0, 1000, 100), told(1, 1500, 500), told(2, 1300, -200)]);
    assert.equal(verdicts, ['first', 'follows', 'follows']);
    assert.equal(held, []);
  });

  test('a balance that does not follow is a gap', () => {
    assert.equal(follow([told(0, 1000, 100), told(1, 1600, 500)]).verdicts, ['first', 'gap']);
  });

  test('after a gap the new balance counts', () => {
    const { verdicts } = follow([told(0, 1000, 100), told(1, 1400, 500), told(2, 1500, 100)]);
    assert.equal(verdicts, ['first', 'gap', 'follows']);
  });

  test('two messages cannot follow from one balance', () => {
    const { verdicts } = follow([told(0, 1000, 100), told(1, 1500, 500), told(2, 1200, 200)]);
    assert.equal(verdicts, ['first', 'follows', 'gap']);
  });

  test('nothing follows from a later balance, but within a minute nobody knows the order', () => {
    assert.equal(follow([told(5, 1000, 100), told(4, 1500, 500)]).verdicts, ['first', 'gap']);
    const sameMinute = { ...told(5, 1500, 500), at: NOW + 5 * MINUTE };
    assert.equal(follow([{ ...told(5, 1000, 100), at: NOW + 5 * MINUTE + 59_000 }, sameMinute]).verdicts, [
      'first',
      'follows',
    ]);
  });

  test('a message that overtook another is explained once that one arrives', () => {
    const [a, b, c] = [told(1, 1100, 100), told(2, 1300, 200), told(3, 1600, 300)];
    const { verdicts, held } = follow([told(0, 1000, 1), b, c, a]);
    assert.equal(verdicts, ['first', 'gap', 'follows', 'follows']);
    assert.equal(held, []);
  });

  test('the same message twice changes nothing, and explains nothing', () => {
    for (const messages of [
      [told(0, 1000, 100)],
      [told(0, 1000, 100), told(1, 1500, 500)],
      [told(0, 1000, 100), told(1, 1700, 500)],
    ]) {
      const was = follow(messages);
      const last = messages.at(-1);
      assert.ok(last);
      assert.equal(followBalance(was.balances, last), { balances: was.balances, verdict: 'gap' });
    }
  });

  test('a negative balance is one like any other', () => {
    assert.equal(follow([told(0, -1000, -5000), told(1, 200, 1200)]).verdicts, ['first', 'follows']);
  });

  test('the same balance within one minute is another message when it follows', () => {
    const { verdicts, balances } = follow([
      told(0, 100, 1),
      told(0, 90, -10),
      told(0, 100, 10),
      told(0, 150, 50),
    ]);
    assert.equal(verdicts, ['first', 'follows', 'follows', 'follows']);
    assert.is(balances.filter(({ followed }) => !followed).length, 1);
  });

  test('it follows from the latest balance that it can', () => {
    const { balances } = follow([told(0, 100, 1), told(1, 150, 50), told(2, 100, -50), told(3, 170, 70)]);
    assert.equal(
      balances.map(({ followed }) => followed),
      [true, true, true, false],
    );
    const later = follow([told(0, 100, 1), told(2, 100, 30), told(3, 170, 70), told(1, 150, 50)]);
    assert.equal(later.verdicts, ['first', 'gap', 'follows', 'follows']);
  });

  test('a message that comes late takes its place among the earlier ones', () => {
    const all = [
      told(0, 1000, 1),
      ...Array.from({ length: BALANCES_MAX }, (_, at) => told(10 + at, 2000 + at, 1)),
    ];
    const { balances } = follow([...all, told(1, 1500, 500)]);
    assert.equal(
      balances.map(({ at }) => at),
      all.slice(1).map(({ at }) => at),
    );
  });

  test('only the latest are kept, oldest first', () => {
    const all = Array.from({ length: 50 }, (_, at) => told(at, 1000 + at, 1));
    const { balances } = follow(all);
    assert.is(balances.length, BALANCES_MAX);
    assert.equal(
      balances.map(({ balance }) => balance),
      all.slice(-BALANCES_MAX).map(({ balance }) => balance),
    );
  });
});

/** A chain of real messages, some in the same minute, that never comes back to a balance. */
const chains = fc
  .array(fc.record({ change: fc.integer({ min: 1, max: 9_999 }), wait: fc.nat(2) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((steps) => {
    let [balance, minute] = [1_000_000, 0];
    return steps.map(({ change, wait }) => {
      balance += change;
      minute += wait;
      return told(minute, balance, change);
    });
  });

suite('messages that arrive in any order', (test) => {
  test('all that follow the earliest known one are explained in the end', () => {
    fc.assert(
      fc.property(
        chains.chain(([first, ...rest]) =>
          fc.record({
            first: fc.constant(first),
            rest: fc.shuffledSubarray(rest, { minLength: rest.length }),
          }),
        ),
        ({ first, rest }) => {
          assert.ok(first);
          const { held, balances } = follow([first, ...rest]);
          assert.equal(held, []);
          assert.is(balances.filter(({ followed }) => !followed).length, 1);
        },
      ),
    );
  });

  test('in any order each is explained or held, and never is a balance followed twice', () => {
    const shuffled = chains.chain((chain) => fc.shuffledSubarray(chain, { minLength: chain.length }));
    fc.assert(
      fc.property(shuffled, (messages) => {
        const { verdicts, held, balances } = follow(messages);
        assert.is(verdicts[0], 'first');
        assert.is(balances.filter(({ followed }) => followed).length, messages.length - 1 - held.length);
        // What came before the first one that arrived cannot be told from something made up.
        const first = messages[0];
        assert.ok(held.every(({ balance }) => first !== undefined && balance < first.balance));
      }),
    );
  });

  test('a message that somebody made up without the balance is never explained', () => {
    const forgery = fc.record({
      place: fc.nat(20),
      minute: fc.nat(20),
      change: fc.integer({ min: 1, max: 9999 }),
    });
    fc.assert(
      fc.property(
        chains,
        forgery,
        fc.integer({ min: 1, max: 10 ** 9 }),
        (chain, { place, minute, change }, balance) => {
          const forged = told(minute, balance, change);
          const near = chain.some((real) => [real.balance, real.balance - real.change].includes(balance));
          fc.pre(!near && chain.every((real) => real.balance !== balance - change));
          const at = 1 + (place % chain.length);
          const { held, verdicts } = follow([...chain.slice(0, at), forged, ...chain.slice(at)]);
          assert.is(verdicts[at], 'gap');
          assert.equal(held, [forged], 'and it holds nothing real up');
        },
      ),
    );
  });

  test('repetitions anywhere change nothing', () => {
    fc.assert(
      fc.property(chains, fc.nat(20), fc.nat(20), (chain, which, later) => {
        const from = which % chain.length;
        const message = chain[from];
        assert.ok(message);
        const at = from + 1 + (later % (chain.length - from));
        const doubled = [...chain.slice(0, at), message, ...chain.slice(at)];
        assert.equal(follow(doubled).balances, follow(chain).balances);
      }),
    );
  });
});
