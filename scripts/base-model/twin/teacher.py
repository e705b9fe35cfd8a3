#!/usr/bin/env python3
"""The n-gram half of the teacher: a naive-Bayes SVM (Wang & Manning 2012) over pieces, pairs and triples of pieces.

    python3 scripts/base-model/twin/teacher.py --data /tmp/base-model

Writes <data>/ngram/val.f32 and unsup.f32: its logits, one float32 a review. Too large to ship; it teaches the encoders.
"""

import argparse
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

import data

PIECES, BUCKETS = 8192, 1 << 22
ORDERS = 3
FACTOR = np.int64(-7046029254386353131)  # 2⁶⁴ over the golden ratio: its products' high bits are well mixed


def presence(texts):
    """Which 1- to 3-grams stand in each text: CSR [texts, PIECES + 2 · BUCKETS] of ones; longer ones are hashed."""
    tokens = np.concatenate([texts[i] for i in range(len(texts))]).astype(np.int64)
    owner = np.repeat(np.arange(len(texts)), texts.lengths)
    rows, columns = [owner], [tokens]
    for n in range(2, ORDERS + 1):
        key = tokens[n - 1 :].copy()
        for back in range(1, n):
            key = key * PIECES + tokens[n - 1 - back : len(tokens) - back]
        inside = owner[n - 1 :] == owner[: len(owner) - n + 1]
        hashed = ((key * FACTOR) >> np.int64(40)) & (BUCKETS - 1)
        rows.append(owner[n - 1 :][inside])
        columns.append(hashed[inside] + PIECES + (n - 2) * BUCKETS)
    rows, columns = np.concatenate(rows), np.concatenate(columns)
    width = PIECES + (ORDERS - 1) * BUCKETS
    counts = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(texts), width))
    counts.sum_duplicates()
    counts.data[:] = 1
    return counts


def weighted(counts, ratio):
    """Each feature times its log-count ratio, each text at length 1."""
    scaled = counts.multiply(ratio).tocsr()
    length = np.sqrt(np.asarray(scaled.multiply(scaled).sum(1)).ravel())
    return sparse.diags(1 / np.maximum(length, 1e-6)) @ scaled


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    options = parser.parse_args()
    corpus = data.Corpus(options.data)
    gold = corpus.train.labels > 0.5
    train = presence(corpus.train)
    kept = np.flatnonzero(np.asarray(train.sum(0)).ravel() >= 2)
    train = train[:, kept]
    good, bad = (np.asarray(train[which].sum(0)).ravel() + 1 for which in (gold, ~gold))
    ratio = np.log((good / good.sum()) / (bad / bad.sum())).astype(np.float32)
    model = LinearSVC(C=1.0, max_iter=60, random_state=1).fit(weighted(train, ratio), gold)
    out = Path(options.data) / "ngram"
    out.mkdir(exist_ok=True)
    for name in ("val", "unsup"):
        texts = corpus.part(name)
        logits = model.decision_function(weighted(presence(texts)[:, kept], ratio))
        logits.astype("<f4").tofile(out / f"{name}.f32")
        if name == "val":
            right = np.mean((logits > 0) == (texts.labels > 0.5))
            print(f"{len(kept)} features, validation {right:.2%}")


if __name__ == "__main__":
    main()
