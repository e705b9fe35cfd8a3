"""scikit-learn's side of the measurements.

Reads a problem (file of raw doubles, start values, iterations) as JSON on standard input and writes JSON: the
milliseconds of each EM iteration but the first, which warms up, and the mean log-likelihood before each. An
iteration lasts from one E-step's start to the next one's, so that what a fit does once is not counted.
Threads are set by OMP_NUM_THREADS.
"""

import json
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")


class Timed(GaussianMixture):
    """Notes when each E-step starts and what likelihood it finds."""

    def _e_step(self, X):
        self.starts_.append(time.perf_counter())
        log_likelihood, log_responsibilities = super()._e_step(X)
        self.likelihoods_.append(float(log_likelihood))
        return log_likelihood, log_responsibilities


def main():
    job = json.load(sys.stdin)
    means = np.array(job["means"])
    k, d = means.shape
    points = np.fromfile(job["file"]).reshape(-1, d)
    mixture = Timed(
        n_components=k,
        tol=0,
        max_iter=job["iterations"],
        means_init=means,
        weights_init=np.full(k, 1 / k),
        precisions_init=np.stack([np.eye(d)] * k),
        init_params="random",
    )
    mixture.starts_, mixture.likelihoods_ = [], []
    mixture.fit(points)
    answer = {
        "ms": [1000 * seconds for seconds in np.diff(mixture.starts_)[1:]],
        "logLikelihoods": mixture.likelihoods_,
        "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
