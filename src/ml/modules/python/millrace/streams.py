"""Questions to a model of a stream and its answers.

Reads application/json (a list of rows, or {"X": […]}; a row is a list of numbers, or an object with one for each column)
and text/csv (a row a line; a header is passed over). Answers application/json or text/csv: of classes {"labels",
"probabilities"} and "classes" where they have names, of numbers {"predictions"}, of mixtures {"log_density"}.
"""

import json
import os

import numpy as np

from .content import accepts, to_json
from .rows import in_order, read_rows, to_csv

ABOUT = 'stream.json'


def read_about(folder):
    with open(os.path.join(folder, ABOUT), encoding='utf-8-sig') as file:
        return json.load(file)


def deserialize(data, content_type='application/octet-stream', logger=None):
    """[n, d], or a list of objects: which number is which column is known only with the model."""
    return read_rows(data, content_type, ('X', 'rows', 'points'))


def rows_for(data, about):
    """[n, columns]"""
    columns = about['features']
    rows = in_order(data, columns)
    if len(rows) == 0:
        return np.empty((0, len(columns)))
    if rows.shape[1] != len(columns):
        raise ValueError('The model takes rows of %d numbers, not of %d.' % (len(columns), rows.shape[1]))
    return rows


def answer(out, about):
    """Of [n, classes] probabilities, [n] numbers, or [n] log densities."""
    task = about['task']['kind']
    if task != 'classification':
        return {('predictions' if task == 'regression' else 'log_density'): out.tolist()}
    named = {'classes': about['classes']} if 'classes' in about else {}
    return {'labels': out.argmax(axis=1).tolist(), 'probabilities': out.tolist(), **named}


def serialize(data, accepted='*/*', logger=None):
    kind = accepts(accepted, ('application/json', 'text/csv'))
    if kind == 'application/json':
        return to_json(data), kind
    if kind != 'text/csv':
        return None
    columns = {name: values for name, values in data.items() if name not in ('probabilities', 'classes')}
    for k, shares in enumerate(zip(*data.get('probabilities', []))):
        columns['probability_%d' % k] = shares
    return to_csv(columns, zip(*columns.values())), kind
