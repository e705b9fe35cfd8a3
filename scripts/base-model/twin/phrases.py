#!/usr/bin/env python3
"""Teaches nano what document vectors know: a weight for each run of up to three words, added to those that it has.

    python3 scripts/base-model/twin/phrases.py --data /tmp/base-model --nano nano/ngram.bin --soft soft.npy --to nano-3/ngram.bin

Vectors of documents and n-grams by cosine similarity (docvec.cpp, here of 64 numbers), of all reviews but those of
validation. A text stands where its n-grams' vectors add up to; logistic regression over these sums on the labelled reviews
has a direction, and of an n-gram's vector only its part along it counts: one number. Several runs from other starts are
averaged, since they only add. Then the strongest of all are kept.

The words come from ../prints.ts, the answers that choose n-grams (--soft) from train.py.
"""

import argparse
import ctypes
import sys
import time
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

import data
from native import library, pointer as p

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "src/ml/modules/python"))
from millrace import ngram  # noqa: E402

ORDER, WIDTH = 3, 64
COMMON = 5  # reviews that must have an n-gram
NEGATIVES, RATE, TABLE = 5, 0.05, 1 << 23
PENALTY = 0.1  # C of the regression
SHARE = 0.5  # of these weights beside nano's own: by its joined loss on validation, of 0.35, 0.5 and 0.65
LONGEST_FILE = 78_500  # n-grams kept: below 300 KB


class Reviews:
    """Which n-grams stand in which review: (prints, review) of each occurrence, in order of review."""

    def __init__(self, folder):
        read = lambda name, kind: np.fromfile(folder / "words" / name, kind)
        words, begins = read("prints.u32", "<u4"), read("begins.u8", "u1").astype(bool)
        offsets = read("offsets.u32", "<u4").astype(np.int64)
        self.count = len(offsets) - 1
        owner = np.repeat(np.arange(self.count, dtype=np.int32), np.diff(offsets))
        run, whole = words, np.ones(len(words), bool)
        prints, owners = [words], [owner]
        for _ in range(2, ORDER + 1):
            run = finished((np.append(np.uint32(0), run[:-1]) * np.uint32(0x9E3779B1)) ^ words)
            whole = np.append(False, whole[:-1]) & ~begins
            prints.append(run[whole])
            owners.append(owner[whole])
        self.prints, self.owner = np.concatenate(prints), np.concatenate(owners)
        self.lengths = np.cumsum([len(each) for each in prints])

    def presence(self, known):
        """[reviews, known] of 0 and 1; `known` are prints in rising order."""
        at, kept = self.located(known)
        matrix = sparse.csr_matrix((np.ones(len(at), np.float32), (self.owner[kept], at)), shape=(self.count, len(known)))
        matrix.sum_duplicates()
        matrix.data[:] = 1
        return matrix

    def listed(self, known):
        """(n-grams of all reviews, where each review begins in them), every occurrence."""
        at, kept = self.located(known)
        owner = self.owner[kept]
        order = np.argsort(owner, kind="stable")
        return at[order].astype(np.int32), np.searchsorted(owner[order], np.arange(self.count + 1)).astype(np.int64)

    def sizes(self, known):
        """How many of them are words, how many runs of two, how many of three."""
        return [len(np.intersect1d(known, prints)) for prints in np.split(self.prints, self.lengths[:-1])]

    def located(self, known):
        at = np.minimum(np.searchsorted(known, self.prints), len(known) - 1)
        kept = known[at] == self.prints
        return at[kept], kept


def finished(x):
    """murmur3's finaliser, as in src/ml/text/ngram/words.ts."""
    h = (x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def ratio(good, bad):
    """Log-count ratio of n-grams that stand in `good` and `bad` reviews."""
    return np.log(((good + 1) / (good + 1).sum()) / ((bad + 1) / (bad + 1).sum()))


def telling(reviews, taught, gold, soft, count):
    """(Prints of the n-grams that say most, how often each is taken): by all answers, and by the labelled reviews alone."""
    known = np.unique(reviews.prints)
    matrix = reviews.presence(known)
    gold_rows = matrix[taught[: len(gold)]]
    good, bad = gold_rows.T @ gold, gold_rows.T @ (1 - gold)
    answers = np.concatenate([gold, soft])
    all_rows = matrix[taught]
    sure = np.abs(ratio(all_rows.T @ answers, all_rows.T @ (1 - answers)))
    common = np.asarray(all_rows.sum(0)).ravel()
    worth = np.where(common < COMMON, 0, sure * np.sqrt(common))
    best = np.sort(np.argsort(-worth)[:count])
    return known[best], np.clip(0.1 + 0.6 * np.abs(ratio(good, bad)), 0, 1).astype(np.float32)[best]


def vectors(reviews, known, keep, taught, epochs, seed):
    """[known, WIDTH]: unit vectors of n-grams, about their mean, each times how often it is taken."""
    grams, offsets = reviews.listed(known)
    learnt = np.isin(np.arange(reviews.count), taught).repeat(np.diff(offsets))
    counts = np.bincount(grams[learnt], minlength=len(known))
    rng = np.random.default_rng(seed)
    share = (counts * keep) ** 0.75
    share /= share.sum()
    table = np.searchsorted(np.cumsum(share), rng.random(TABLE)).astype(np.int32)
    start = lambda rows: rng.standard_normal((rows, WIDTH), dtype=np.float32) * WIDTH**-0.5
    found, placed = start(len(known)), start(reviews.count)
    frozen = np.zeros(reviews.count, np.uint8)
    lib = library("docvec", WIDTH=WIDTH)
    for number in range(1, epochs + 1):
        order = rng.permutation(taught).astype(np.int32)
        lib.epoch(
            p(placed), p(found), p(grams), p(offsets), p(keep), p(table), ctypes.c_int64(TABLE), p(order),
            ctypes.c_int64(len(order)), p(frozen), NEGATIVES, ctypes.c_float(RATE), ctypes.c_uint64(number + 100 * seed),
        )  # fmt: skip
    unit = found / np.linalg.norm(found, axis=1, keepdims=True)
    return (unit - share @ unit) * keep[:, None]


def direction(sums, gold_rows, gold, taught):
    """[WIDTH]: what one step along each number says of a text's logit."""
    spread = sums[taught].std(0)
    return LogisticRegression(C=PENALTY, max_iter=500).fit(sums[gold_rows] / spread, gold).coef_[0] / spread


def joined(nano, known, weights, reviews, taught):
    """nano with the new weights beside its own, the strongest kept: those whose logit varies most."""
    own = np.array(sorted(nano.weights), np.uint32)
    every = np.union1d(own, known)
    total = np.zeros(len(every))
    total[np.searchsorted(every, own)] = [nano.weights[int(print_)] for print_ in own]
    total[np.searchsorted(every, known)] += SHARE * weights
    share = np.asarray(reviews.presence(every)[taught].mean(0)).ravel()
    best = np.argsort(-(total**2) * share * (1 - share))[:LONGEST_FILE]
    return ngram.Ngram(nano.bias, {int(every[i]): float(total[i]) for i in best}, ORDER)


def calibrated(model, reviews, corpus):
    """The model with its logit scaled so that it is as sure as it may be, by the validation reviews. It is not shifted: that
    would be right for whole reviews, and turn short texts, whose logits are small."""
    start, count = (corpus.splits["val"][key] for key in ("start", "count"))
    kept = np.array(sorted(model.weights), np.uint32)
    weights = np.array([model.weights[int(print_)] for print_ in kept])
    logits = reviews.presence(kept)[start : start + count] @ weights + model.bias
    gold = corpus.val.labels > 0.5
    scale = LogisticRegression(C=1e4).fit(logits[:, None], gold).coef_[0, 0]
    right = np.mean((logits > 0) == gold)
    print(f"kept {reviews.sizes(kept)} of one word, two, three, validation {right:.2%}, scaled by {scale:.3f}")
    return ngram.Ngram(model.bias * scale, {int(k): w * scale for k, w in zip(kept, weights)}, model.order)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--nano", required=True, help="ngram.bin of words and pairs, by ../ngram.ts")
    parser.add_argument("--soft", required=True, help="probabilities of the unlabelled reviews, .npy")
    parser.add_argument("--to", required=True)
    parser.add_argument("--grams", type=int, default=150_000)
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    corpus = data.Corpus(options.data)
    reviews = Reviews(corpus.folder)
    rows = {name: corpus.splits[name]["start"] + getattr(corpus, name).rows for name in ("train", "unsup")}
    gold = corpus.train.labels.astype(float)
    taught = np.concatenate([rows["train"], rows["unsup"]])
    known, keep = telling(reviews, taught, gold, np.load(options.soft).astype(float), options.grams)
    matrix, weights = reviews.presence(known), 0
    for seed in range(1, options.seeds + 1):
        began = time.time()
        found = vectors(reviews, known, keep, taught, options.epochs, seed)
        weights = weights + found @ direction(matrix @ found, rows["train"], gold > 0.5, taught) / options.seeds
        print(f"{len(known)} n-grams, start {seed}, {time.time() - began:.0f} s", flush=True)
    model = calibrated(joined(ngram.read(options.nano), known, weights, reviews, taught), reviews, corpus)
    Path(options.to).parent.mkdir(parents=True, exist_ok=True)
    ngram.write(options.to, model)


if __name__ == "__main__":
    main()
