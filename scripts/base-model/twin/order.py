#!/usr/bin/env python3
"""What the place of an unlabelled review says about it: a second opinion beside what its words say.

    python3 scripts/base-model/twin/order.py <data>/run/small/round5.soft.npy   # how sure it is, and whether it may be

The archive numbers its unlabelled reviews film by film, and reviews of one film agree more often than not; and its last third was
drawn so that as many have five stars or fewer as have more, so that hardly one there is positive (Maas et al. 2011 say that
the two are even). A hidden Markov chain finds both without labels: along the numbers goes a share of positive reviews that now and
then changes to another one; each review is positive with that share, and the teachers' probability is what is seen of it. Shares
and the chance of a change are learnt by expectation-maximisation (Rabiner 1989, A Tutorial on Hidden Markov Models).

Only labels to learn from come of it. No model sees a number, and nothing that judges one has an order.
"""

import sys

import numpy as np

SHARES = np.linspace(0.02, 0.98, 9)  # of positive reviews, among which the chain goes
ROUNDS = 30


def with_neighbours(probability, rounds=ROUNDS):
    """(Probabilities given all reviews, probabilities given the others alone) of reviews in the order of their numbers.

    `probability` [n]: of positive by each review's own words, from teachers that count both labels as equally frequent.
    """
    p = np.clip(probability.astype(np.float64), 1e-6, 1 - 1e-6)
    seen = SHARES * p[:, None] + (1 - SHARES) * (1 - p)[:, None]  # [n, K]: of a review's words, but for a factor
    first, stay = np.full(len(SHARES), 1 / len(SHARES)), 0.9
    for _ in range(rounds):
        ahead, scale = forward(seen, first, stay)
        behind = backward(seen, scale, first, stay)
        others = ahead * behind / seen
        others /= others.sum(1, keepdims=True)
        arriving = seen[1:] * behind[1:] / scale[1:, None]
        stayed = stay * (ahead[:-1] * arriving).sum(1)
        changed = (1 - stay) * first * arriving
        total = stayed + changed.sum(1)
        first = (changed / total[:, None]).sum(0) + ahead[0] * behind[0]
        first, stay = first / first.sum(), float(np.mean(stayed / total))
    prior = others @ SHARES
    odds = p / (1 - p) * prior / (1 - prior)
    return odds / (1 + odds), prior


def forward(seen, first, stay):
    """(P(state | reviews up to it) [n, K], the factor each row was divided by [n])."""
    ahead, scale = np.empty_like(seen), np.empty(len(seen))
    state = first
    for i, row in enumerate(seen):
        joint = (stay * state + (1 - stay) * first if i else first) * row
        scale[i] = joint.sum()
        state = ahead[i] = joint / scale[i]
    return ahead, scale


def backward(seen, scale, first, stay):
    """P(reviews after it | state) / P(reviews after it | reviews up to it) [n, K]."""
    behind = np.ones_like(seen)
    for i in range(len(seen) - 2, -1, -1):
        joint = seen[i + 1] * behind[i + 1] / scale[i + 1]
        behind[i] = stay * joint + (1 - stay) * (first @ joint)
    return behind


def main():
    """Of probabilities that train.py wrote before (of a stage without neighbours): the figures of RESULTS.md."""
    words = np.load(sys.argv[1]).astype(np.float64)
    both, alone = with_neighbours(words)
    confidence = lambda p: np.maximum(p, 1 - p)
    sure = confidence(words) > 0.95
    print(f"sure by words {confidence(words).mean():.2%}, by neighbours {confidence(alone).mean():.2%}, by both {confidence(both).mean():.2%}")
    print(f"neighbours agree with words that are sure: {((alone > 0.5) == (words > 0.5))[sure].mean():.2%}")
    print(f"last third by both {confidence(both[-len(both) // 3 :]).mean():.2%}")
    shuffled = words[np.random.default_rng(1).permutation(len(words))]
    print(f"in shuffled order neighbours say {np.abs(with_neighbours(shuffled, 10)[1] - 0.5).mean():.3f} away from a half")


if __name__ == "__main__":
    main()
