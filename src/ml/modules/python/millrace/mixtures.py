"""Questions to a mixture and its answers: of each point the log density, responsibilities and component.

Reads application/json (a list of points, or {"points": […]}) and text/csv (a point a line; a first line of
words is a header). Answers application/json or text/csv.
"""

import math

import numpy as np

from .content import accepts, to_json
from .rows import read_rows, to_csv


def deserialize(data, content_type='application/octet-stream', logger=None):
    """[n, d]"""
    points = read_rows(data, content_type, ('points',))
    if isinstance(points, list):
        raise ValueError('The input must be a list of points, each a list of as many numbers.')
    return points


def check_width(points, d):
    if len(points) and points.shape[1] != d:
        raise ValueError('The model takes points of %d numbers, not of %d.' % (d, points.shape[1]))


def answer(log_density, labels, responsibilities):
    """[n], [n] and [n, components] as lists. The logarithm of a density of 0 is no number in JSON: None."""
    # Past the range of a double a point is infinitely far from all: equal shares, no density.
    far = ~np.isfinite(log_density)
    labels = np.where(far, 0, labels)
    responsibilities = np.where(far[:, None], 1 / responsibilities.shape[1], responsibilities)
    return {
        'log_density': [value if math.isfinite(value) else None for value in log_density.tolist()],
        'labels': labels.tolist(),
        'responsibilities': responsibilities.tolist(),
    }


def serialize(data, accepted='*/*', logger=None):
    kind = accepts(accepted, ('application/json', 'text/csv'))
    if kind == 'application/json':
        return to_json(data), kind
    if kind != 'text/csv':
        return None
    count = len(data['responsibilities'][0]) if data['responsibilities'] else 0
    header = ['log_density', 'component', *('responsibility_%d' % k for k in range(count))]
    columns = zip(data['log_density'], data['labels'], data['responsibilities'])
    return to_csv(header, ([density, label, *shares] for density, label, shares in columns)), kind
