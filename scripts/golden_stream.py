#!/usr/bin/env python3
"""Writes src/ml/stream/detectors/golden/detectors.json: where ADWIN, DDM, the Page-Hinkley test and KSWIN say drift on
seeded sequences of errors, for the detectors of src/ml/stream/detectors to agree with.

No stream library is used: each algorithm is written here plainly from its paper (and, where the paper leaves a choice,
from what river and MOA choose), with none of the product's economies. ADWIN keeps every value of its window and takes
means and variances over them with NumPy; Page-Hinkley and DDM take their means over all values since the last drift;
KSWIN's p-values are SciPy's. KSWIN draws at random, so the product's generator (xoshiro128**) is written here too.

The examples in the documentation of river and CapyMOA (MOA's own code) are among the sequences, with the places that
are printed there.

Run with python3, numpy and scipy (the file says which versions it was made with):
    python3 scripts/golden_stream.py
"""

import json
import math
import platform
import random
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

OUT = Path(__file__).resolve().parent.parent / "src" / "ml" / "stream" / "detectors" / "golden" / "detectors.json"
MASK = 0xFFFFFFFF


class Xoshiro:
    """xoshiro128** 1.1 (Blackman and Vigna 2018), seeded by splitmix32; doubles of 53 bits."""

    def __init__(self, seed):
        z = seed & MASK
        self.s = []
        for _ in range(4):
            z = (z + 0x9E3779B9) & MASK
            t = z ^ (z >> 16)
            t = (t * 0x21F0AAAD) & MASK
            t ^= t >> 15
            t = (t * 0x735A2D97) & MASK
            self.s.append(t ^ (t >> 15))

    @staticmethod
    def rotate(x, k):
        return ((x << k) | (x >> (32 - k))) & MASK

    def uint32(self):
        s = self.s
        result = (self.rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 9) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = self.rotate(s[3], 11)
        return result

    def integer(self, n):
        high = self.uint32() >> 5
        low = self.uint32() >> 6
        return math.floor((high * 67108864 + low) / 9007199254740992 * n)


def adwin(values, delta=0.002, clock=32, max_buckets=5, least=5, grace=10):
    """Bifet and Gavalda (2007). Rows of buckets, oldest first; a bucket is the list of its values.
    Gives (place, whether the mean of what is left is higher, values left) of every drift."""
    rows = [[]]
    found = []
    for place, value in enumerate(values):
        rows[0].append([value])
        for r in range(len(rows)):
            if len(rows[r]) > max_buckets:
                merged = rows[r][0] + rows[r][1]
                rows[r] = rows[r][2:]
                if r + 1 == len(rows):
                    rows.append([])
                rows[r + 1].append(merged)
        window = [v for row in reversed(rows) for bucket in row for v in bucket]
        if (place + 1) % clock != 0 or len(window) <= grace:
            continue
        before = np.mean(window)
        dropped = False
        while True:
            buckets = [bucket for row in reversed(rows) for bucket in row]
            window = np.concatenate([np.asarray(b, dtype=float) for b in buckets])
            n = len(window)
            d = math.log(2 * math.log(n) / delta)
            cut = False
            for end in np.cumsum([len(b) for b in buckets]):
                if end < least or n - end < least:
                    continue
                m = 1 / (end - least + 1) + 1 / (n - end - least + 1)
                epsilon = math.sqrt(2 * m * np.var(window) * d) + 2 / 3 * d * m
                if abs(np.mean(window[:end]) - np.mean(window[end:])) > epsilon:
                    cut = True
                    break
            if not cut:
                break
            rows[-1] = rows[-1][1:]
            while len(rows) > 1 and not rows[-1]:
                rows.pop()
            dropped = True
        if dropped:
            found.append([place, bool(np.mean(window) > before), int(n)])
    return found


def ddm(values, least=30, warning=2, drift=3):
    """Gama et al. (2004). Gives the places of drifts, and those at which a warning begins."""
    since, best, warned = [], None, False
    drifts, warnings = [], []
    for place, value in enumerate(values):
        since.append(value)
        n = len(since)
        if n <= least:
            continue
        p = sum(since) / n
        s = math.sqrt(p * (1 - p) / n)
        if best is None or p + s <= best[0] + best[1]:
            best = (p, s)
        if p + s > best[0] + drift * best[1]:
            drifts.append(place)
            since, best, warned = [], None, False
        elif p + s > best[0] + warning * best[1]:
            if not warned:
                warnings.append(place)
            warned = True
        else:
            warned = False
    return drifts, warnings


def page_hinkley(values, least=30, delta=0.005, threshold=50, alpha=1 - 0.0001):
    """Page (1954), one-sided, with a forgetting factor."""
    since, total, found = [], 0.0, []
    for place, value in enumerate(values):
        since.append(value)
        total = max(0.0, alpha * total + value - math.fsum(since) / len(since) - delta)
        if len(since) >= least and total >= threshold:
            found.append(place)
            since, total = [], 0.0
    return found


def kswin(values, seed, alpha=0.005, window_size=100, stat_size=30):
    """Raab et al. (2020). Gives (place, whether the latest values have the higher mean) of every drift."""
    rng = Xoshiro(seed)
    window, found = [], []
    for place, value in enumerate(values):
        window = (window + [value])[-window_size:]
        if len(window) < window_size:
            continue
        old, latest = window[:-stat_size], window[-stat_size:]
        for i in range(stat_size):
            j = i + rng.integer(len(old) - i)
            old[i], old[j] = old[j], old[i]
        drawn = old[:stat_size]
        result = stats.ks_2samp(drawn, latest)
        if result.pvalue <= alpha and result.statistic > 0.1:
            found.append([place, bool(sum(latest) > sum(drawn))])
            window = latest
    return found


def errors(rng, parts):
    """0 and 1; parts: (values, error rate at the beginning, at the end)."""
    rates = np.concatenate([np.linspace(a, b, n) for n, a, b in parts])
    return (rng.uniform(size=len(rates)) < rates).astype(int).tolist()


def distances(rng, parts):
    """Absolute errors of regression: parts: (values, scale)."""
    scales = np.concatenate([np.full(n, scale) for n, scale in parts])
    return np.round(np.abs(rng.normal(size=len(scales))) * scales, 4).tolist()


def documented():
    """Sequences of the documentation of river (drift.ADWIN, drift.PageHinkley, drift.binary.DDM) and CapyMOA
    (drift.detectors.ADWIN), the detector's options, and what is printed there. DDM: the first warning, the drift, and
    the first warning after it."""
    rng = random.Random(12345)
    shift = rng.choices([0, 1], k=1000) + rng.choices(range(4, 8), k=1000)
    rng = random.Random(42)
    bits = rng.choices([0, 1], k=1000) + rng.choices([0, 1], k=1000, weights=[0.3, 0.7])
    state = np.random.RandomState(0)
    moa = state.randint(2, size=2000)
    for i in range(999, 2000):
        moa[i] = state.randint(4, high=8)
    examples = [
        {"by": "river", "detector": "adwin", "values": shift, "delta": 0.002, "printed": [1023]},
        {"by": "river", "detector": "page-hinkley", "values": shift, "printed": [1006]},
        {"by": "river", "detector": "ddm", "values": bits, "printed": [1084, 1334, 1492]},
        {"by": "CapyMOA", "detector": "adwin", "values": moa.tolist(), "delta": 0.001, "printed": [1023, 1055]},
    ]
    drifts, warnings = ddm(bits)
    after = next(place for place in warnings if place > drifts[0])
    assert [warnings[0], drifts[0], after] == examples[2]["printed"]
    assert page_hinkley(shift) == examples[1]["printed"]
    for example in (examples[0], examples[3]):
        assert [place for place, _, _ in adwin(example["values"], example["delta"])] == example["printed"]
    return examples


def main():
    rng = np.random.default_rng(20050)
    sequences = {
        "steady": errors(rng, [(3000, 0.2, 0.2)]),
        "abrupt": errors(rng, [(1500, 0.1, 0.1), (1500, 0.4, 0.4)]),
        "gradual": errors(rng, [(1200, 0.1, 0.1), (1000, 0.1, 0.45), (1000, 0.45, 0.45)]),
        "learning": errors(rng, [(1000, 0.5, 0.1), (1000, 0.1, 0.1), (1000, 0.5, 0.2)]),
        "recurring": errors(rng, [(800, 0.05, 0.05), (800, 0.35, 0.35)] * 2),
        "none, then all": [0] * 200 + [1] * 200,
        "regression": distances(rng, [(1500, 1), (1500, 2.5), (1000, 0.5)]),
    }
    cases = []
    for seed, (name, values) in enumerate(sequences.items()):
        case = {"name": name, "values": values, "seed": seed}
        case["adwin"] = adwin(values)
        case["page_hinkley"] = page_hinkley(values)
        case["kswin"] = kswin(values, seed)
        if name != "regression":
            case["ddm"], case["ddm_warnings"] = ddm(values)
        cases.append(case)
        print(name, {k: v for k, v in case.items() if k not in ("values", "name")})
    versions = {"numpy": np.__version__, "scipy": scipy.__version__, "python": platform.python_version()}
    golden = {"made_by": "scripts/golden_stream.py", "versions": versions, "cases": cases, "documented": documented()}
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
