#!/usr/bin/env python3
"""A teacher from short stretches of words: convolution over one-hot words, the strongest region of a text for each filter.

    python3 scripts/base-model/twin/regions.py --data /tmp/base-model [--region 3] [--epochs 10] [--soft soft.npy]

Johnson & Zhang 2015, Effective Use of Word Order for Text Categorization with Convolutional Neural Networks (seq-CNN, response
normalisation, dropout of half the pooled filters). Learns the labelled reviews, and with --soft the unlabelled ones, too, under
another teacher's probabilities. Writes <data>/regions/val.f32 and unsup.f32: logits, one float32 a review (0 for those left out).
"""

import argparse
import ctypes
import time
from pathlib import Path

import numpy as np

import data
from docvec import words
from native import library, pointer

VOCABULARY, KEPT, SPREAD = 30000, 0.5, 0.01


class Reviews:
    """Word numbers of train, unsup and val, one after another; VOCABULARY for words that are seldom."""

    def __init__(self, corpus):
        continues = np.array([piece.startswith("##") for piece in corpus.vocabulary])
        parts = [corpus.train, corpus.unsup, corpus.val]
        found = [words(texts, continues) for texts in parts]
        known, counts = np.unique(np.concatenate([hashes for hashes, _ in found[:2]]), return_counts=True)
        known = np.sort(known[np.argsort(-counts, kind="stable")[:VOCABULARY]])
        hashes = np.concatenate([hashes for hashes, _ in found])
        at = np.minimum(np.searchsorted(known, hashes), VOCABULARY - 1)
        self.words = np.where(known[at] == hashes, at, VOCABULARY).astype(np.int32)
        self.sizes = [len(texts) for texts in parts]
        starts = np.cumsum([0, *self.sizes])
        owner = np.concatenate([owner + start for (_, owner), start in zip(found, starts)])
        offsets = np.searchsorted(owner, np.arange(starts[-1] + 1)).astype(np.int64)
        self.first, self.last = offsets[:-1].copy(), offsets[1:].copy()


class Network:
    def __init__(self, region, seed):
        self.lib, self.region, self.seed = library("regions"), region, seed
        self.lib.epoch.restype = ctypes.c_double
        filters = self.lib.filters()
        rng = np.random.default_rng(seed)
        weights = rng.standard_normal(((VOCABULARY + 1) * region, filters), dtype=np.float32) * SPREAD
        weights[VOCABULARY * region :] = 0
        top = np.append(rng.standard_normal(filters, dtype=np.float32) * SPREAD, np.float32(0))
        self.parameters = [weights, np.zeros(filters, np.float32), top]
        self.squares = [np.zeros_like(array) for array in self.parameters]

    def epoch(self, reviews, order, target, weight, rate, number):
        seed = ctypes.c_uint64(1000 * self.seed + number)
        return self.lib.epoch(
            pointers(self.parameters), pointers(self.squares), pointer(reviews.words), pointer(reviews.first),
            pointer(reviews.last), pointer(order), ctypes.c_int64(len(order)), pointer(target), pointer(weight),
            self.region, VOCABULARY, ctypes.c_float(rate), ctypes.c_float(KEPT), seed,
        )  # fmt: skip

    def logits(self, reviews, start, count):
        out = np.zeros(count, np.float32)
        first, last = reviews.first[start:].copy(), reviews.last[start:].copy()
        self.lib.predict(
            pointers(self.parameters), pointer(reviews.words), pointer(first), pointer(last), ctypes.c_int64(count),
            self.region, pointer(out),
        )  # fmt: skip
        return out


def pointers(arrays):
    return (ctypes.c_void_p * len(arrays))(*(pointer(array).value for array in arrays))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", help="folder for the logits; <data>/regions")
    parser.add_argument("--region", type=int, default=3, help="words of a region, at most 8")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--soft", help="probabilities of the unlabelled reviews, float32 .npy: they are learnt, too")
    options = parser.parse_args()
    corpus = data.Corpus(options.data)
    out = Path(options.out or Path(options.data) / "regions")
    out.mkdir(parents=True, exist_ok=True)
    reviews = Reviews(corpus)
    labelled, unlabelled, _ = reviews.sizes
    soft = np.load(options.soft) if options.soft else np.zeros(0)
    assert len(soft) in (0, unlabelled), "these are probabilities of other reviews"
    target = np.append(corpus.train.labels, soft).astype(np.float32)
    weight = np.ones_like(target)
    network = Network(options.region, options.seed)
    gold = corpus.val.labels > 0.5
    for number in range(1, options.epochs + 1):
        began = time.time()
        order = np.random.default_rng([options.seed, number]).permutation(len(target)).astype(np.int32)
        rate = options.rate * min(1.0, 2 * (1 - (number - 1) / options.epochs))
        loss = network.epoch(reviews, order, target, weight, rate, number)
        val = network.logits(reviews, labelled + unlabelled, len(gold))
        right = np.mean((val > 0) == gold)
        print(f"{time.strftime('%H:%M:%S')} epoch {number}: loss {loss:.4f}, validation {right:.2%}, {time.time() - began:.0f} s", flush=True)
    whole = np.zeros(corpus.splits["unsup"]["count"], "<f4")
    whole[corpus.unsup.rows] = network.logits(reviews, labelled, unlabelled)
    val.astype("<f4").tofile(out / "val.f32")
    whole.tofile(out / "unsup.f32")


if __name__ == "__main__":
    main()
