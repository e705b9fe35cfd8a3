"""scikit-learn's side of the measurements.

Reads a problem (points as raw doubles, sizes and start values as JSON on standard input) and writes JSON:
milliseconds per iteration, as the difference of two fits of different length so that everything done once
drops out, and the total log-likelihood at given iterations. Threads are set by OMP_NUM_THREADS.
"""

import json
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")


def fit(points, means, iterations):
    """Seconds of a fit, and its log-likelihood at the last iteration."""
    k, d = means.shape
    mixture = GaussianMixture(
        n_components=k,
        tol=0,
        max_iter=iterations,
        means_init=means,
        weights_init=np.full(k, 1 / k),
        precisions_init=np.stack([np.eye(d)] * k),
        init_params="random",
    )
    start = time.perf_counter()
    mixture.fit(points)
    return time.perf_counter() - start, mixture.lower_bound_ * len(points)


def main():
    job = json.load(sys.stdin)
    means = np.array(job["means"])
    points = np.fromfile(job["file"]).reshape(-1, means.shape[1])
    short, long = job["iterations"]
    fit(points[: len(points) // 10], means, 1)
    results = {}
    short_time, results[short] = fit(points, means, short)
    long_time, results[long] = fit(points, means, long)
    answer = {
        "ms": 1000 * (long_time - short_time) / (long - short),
        "logLikelihood": results,
        "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
