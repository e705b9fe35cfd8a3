#!/usr/bin/env python3
"""A teacher from whole documents: vectors by cosine similarity with their n-grams, then logistic regression.

    python3 scripts/base-model/twin/docvec.py --data /tmp/base-model [--epochs 30]

Thongtan & Phienthrakul 2019, Sentiment Classification Using Document Embeddings Trained with Cosine Similarity, with
n-grams taken the more often the more they tell the labels apart (Fujihira & Arefyev 2022). Vectors of labelled and
unlabelled reviews are learnt together; validation reviews only find their place among n-grams learnt without them.

Writes <data>/docvec/val.f32 and unsup.f32 every five epochs: logits, one float32 a review (0 for those left out).
"""

import argparse
import ctypes
import time
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

import data
from native import library, pointer as p

ORDERS, COMMON = 3, 5  # words of the longest n-gram; times that one must occur
NEGATIVES, RATE = 5, 0.05
FACTOR = np.uint64(0x9E3779B97F4A7C15)
TABLE = 1 << 23


def mixed(h):
    h = (h ^ (h >> np.uint64(29))) * FACTOR
    return h ^ (h >> np.uint64(32))


def words(texts, continues):
    """(hash of each word of all texts, text of each): pieces that begin with ## belong to the word before."""
    pieces = np.concatenate([texts[i] for i in range(len(texts))])
    owner = np.repeat(np.arange(len(texts)), texts.lengths)
    first = ~continues[pieces] | np.append(True, owner[1:] != owner[:-1])
    starts = np.flatnonzero(first)
    place = np.arange(len(pieces)) - starts[np.cumsum(first) - 1]
    salted = mixed(pieces.astype(np.uint64) + np.uint64(1) + (place.astype(np.uint64) << np.uint64(20)))
    return np.add.reduceat(salted, starts), owner[starts]


def ngrams(texts, continues):
    """(hash, text) of all 1- to 3-grams in order of text."""
    h, owner = words(texts, continues)
    hashes, owners, run = [h], [owner], h
    for n in range(2, ORDERS + 1):
        inside = owner[n - 1 :] == owner[: len(owner) - n + 1]
        run = mixed(run[:-1] + np.uint64(n)) + h[n - 1 :]
        hashes.append(run[inside])
        owners.append(owner[n - 1 :][inside])
    hashes, owners = np.concatenate(hashes), np.concatenate(owners)
    order = np.argsort(owners, kind="stable")
    return hashes[order], owners[order]


class Documents:
    """All reviews as n-gram numbers: train, then unsup, then val."""

    def __init__(self, corpus):
        continues = np.array([piece.startswith("##") for piece in corpus.vocabulary])
        parts = [corpus.train, corpus.unsup, corpus.val]
        found = [ngrams(texts, continues) for texts in parts]
        taught = np.concatenate([found[0][0], found[1][0]])
        known, counts = np.unique(taught, return_counts=True)
        known, counts = known[counts >= COMMON], counts[counts >= COMMON]
        numbers, owners, base = [], [], 0
        for texts, (hashes, owner) in zip(parts, found):
            at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
            kept = known[at] == hashes
            numbers.append(at[kept].astype(np.int32))
            owners.append(owner[kept] + base)
            base += len(texts)
        self.grams, owner = np.concatenate(numbers), np.concatenate(owners)
        self.offsets = np.searchsorted(owner, np.arange(base + 1)).astype(np.int64)
        self.sizes = [len(texts) for texts in parts]
        self.counts = counts
        self.frozen = (np.arange(base) >= base - self.sizes[2]).astype(np.uint8)
        self.keep = self.telling(corpus.train.labels > 0.5)

    def telling(self, gold):
        """How often an n-gram is taken: by its log-count ratio over the labelled reviews."""
        good, bad = (self.counted(np.flatnonzero(which)) + 1.0 for which in (gold, ~gold))
        ratio = np.abs(np.log((good / good.sum()) / (bad / bad.sum())))
        return np.clip(0.1 + 0.6 * ratio, 0, 1).astype(np.float32)

    def counted(self, rows):
        out = np.zeros(len(self.counts))
        for k in rows:
            out[np.unique(self.grams[self.offsets[k] : self.offsets[k + 1]])] += 1
        return out

    def negatives(self, rng):
        share = (self.counts * self.keep) ** 0.75
        return np.searchsorted(np.cumsum(share) / share.sum(), rng.random(TABLE)).astype(np.int32)


def judged(documents, vectors, gold_train, gold_val, parts):
    """(logits of val, of unsup, report) by logistic regression on unit vectors, its strength by cross-validation."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    a, b = parts[0], parts[0] + parts[1]
    unit = (unit - unit[:b].mean(0)) / unit[:b].std(0)
    models = [LogisticRegression(C=c, max_iter=300) for c in (1e-4, 1e-3, 1e-2)]
    scores = [cross_val_score(model, unit[:a], gold_train, cv=4).mean() for model in models]
    model = models[int(np.argmax(scores))].fit(unit[:a], gold_train)
    logits = model.decision_function(unit[a:])
    val, unsup = logits[parts[1] :], logits[: parts[1]]
    report = f"cross-validation {max(scores):.2%} (C {model.C}), validation {np.mean((val > 0) == gold_val):.2%}"
    return val, unsup, report


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", help="folder for the logits; <data>/docvec")
    parser.add_argument("--epochs", type=int, default=30)
    options = parser.parse_args()
    corpus = data.Corpus(options.data)
    out = Path(options.out or Path(options.data) / "docvec")
    out.mkdir(parents=True, exist_ok=True)
    documents = Documents(corpus)
    lib = library("docvec")
    rng = np.random.default_rng(1)
    n, width = len(documents.offsets) - 1, lib.width()
    start = lambda rows: (rng.standard_normal((rows, width), dtype=np.float32) * width**-0.5)
    table, vectors, placed = documents.negatives(rng), start(len(documents.counts)), start(n)
    expected = documents.keep[documents.grams].sum() / n
    print(f"{len(documents.counts)} n-grams, {len(documents.grams) / n:.0f} a review, {expected:.0f} taken", flush=True)
    gold_train, gold_val = corpus.train.labels > 0.5, corpus.val.labels > 0.5
    for number in range(1, options.epochs + 1):
        began = time.time()
        order = rng.permutation(n).astype(np.int32)
        lib.epoch(
            p(placed), p(vectors), p(documents.grams), p(documents.offsets), p(documents.keep), p(table),
            ctypes.c_int64(TABLE), p(order), ctypes.c_int64(n), p(documents.frozen), NEGATIVES,
            ctypes.c_float(RATE), ctypes.c_uint64(number),
        )  # fmt: skip
        line = f"epoch {number}, {time.time() - began:.0f} s"
        if number % 5 == 0 or number == options.epochs:
            val, unsup, report = judged(documents, placed, gold_train, gold_val, documents.sizes)
            whole = np.zeros(corpus.splits["unsup"]["count"])
            whole[corpus.unsup.rows] = unsup
            val.astype("<f4").tofile(out / "val.f32")
            whole.astype("<f4").tofile(out / "unsup.f32")
            line += f", {report}"
        print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    main()
