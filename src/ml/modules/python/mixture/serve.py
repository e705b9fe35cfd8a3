"""Serves a Gaussian mixture: for each point the log density, responsibilities and component.

Reads application/json (a list of points, or {"points": […]}) and text/csv (a point a line; a line that is no numbers
is a header). Answers application/json or text/csv.
"""

import csv
import io
import json
import math
import os

import numpy as np

from millrace.content import UnsupportedType, accepts, from_json, media_type, read_csv, to_json

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = 'mixture.json'


class Mixture:
    """Names and shapes as scikit-learn's GaussianMixture."""

    def __init__(self, json_model):
        self.covariance_type = json_model['covariance_type']
        self.weights = np.array(json_model['weights'], dtype=float)
        self.means = np.array(json_model['means'], dtype=float)
        self.covariances = np.array(json_model['covariances'], dtype=float)

    def full(self, k):
        """Component k's covariance, [d, d]."""
        d = self.means.shape[1]
        kind, held = self.covariance_type, self.covariances
        if kind == 'full':
            return held[k]
        if kind == 'tied':
            return held
        return np.diag(held[k]) if kind == 'diag' else held[k] * np.eye(d)

    def log_joint(self, points):
        """ln(weight of k) + ln N(x | k), [n, K]."""
        n, d = points.shape
        out = np.empty((n, len(self.weights)))
        for k, weight in enumerate(self.weights):
            lower = np.linalg.cholesky(self.full(k))
            scaled = np.linalg.solve(lower, (points - self.means[k]).T)
            log_det = 2 * np.log(np.diag(lower)).sum()
            log_weight = math.log(weight) if weight > 0 else -math.inf
            out[:, k] = log_weight - 0.5 * (d * math.log(2 * math.pi) + log_det + (scaled ** 2).sum(axis=0))
        return out


def load(model_dir, logger=None):
    """The model in model_dir or, where there is none, beside this script."""
    for folder in (model_dir, HERE):
        path = os.path.join(folder, MODEL)
        if os.path.exists(path):
            with open(path, encoding='utf-8') as file:
                return Mixture(json.load(file))
    raise FileNotFoundError('There is no %s in %s.' % (MODEL, model_dir))


def deserialize(data, content_type='application/octet-stream', logger=None):
    """[n, d]"""
    kind = media_type(content_type)
    if kind == 'text/csv':
        return np.array(read_csv(io.StringIO(bytes(data).decode('utf-8'))))
    if kind not in ('application/json', 'application/octet-stream'):
        raise UnsupportedType('%s is not read; application/json and text/csv are.' % kind)
    value = from_json(data)
    points = np.array(value['points'] if isinstance(value, dict) else value, dtype=float)
    if points.ndim != 2 or not np.isfinite(points).all():
        raise ValueError('The input must be a list of points, each a list of as many numbers.')
    return points


def predict(data, model, logger=None):
    d = model.means.shape[1]
    if data.shape[1] != d:
        raise ValueError('The model takes points of %d numbers, not of %d.' % (d, data.shape[1]))
    joint = model.log_joint(data)
    top = joint.max(axis=1, keepdims=True)
    density = top[:, 0] + np.log(np.exp(joint - top).sum(axis=1))
    shares = np.exp(joint - density[:, None])
    return {
        'log_density': density.tolist(),
        'labels': shares.argmax(axis=1).tolist(),
        'responsibilities': shares.tolist(),
    }


def serialize(data, accepted='*/*', logger=None):
    kind = accepts(accepted, ('application/json', 'text/csv'))
    if kind == 'application/json':
        return to_json(data), kind
    if kind != 'text/csv':
        return None
    out = io.StringIO()
    writer = csv.writer(out, lineterminator='\n')
    count = len(data['responsibilities'][0]) if data['responsibilities'] else 0
    writer.writerow(['log_density', 'component', *('responsibility_%d' % (k + 1) for k in range(count))])
    for density, label, shares in zip(data['log_density'], data['labels'], data['responsibilities']):
        writer.writerow([repr(density), label, *map(repr, shares)])
    return out.getvalue().encode('utf-8'), kind
