"""Rows of numbers as JSON and CSV carry them: what mixtures and models of streams are asked about."""

import csv
import io

import numpy as np

from .content import UnsupportedType, all_numbers, from_json, media_type, read_csv, text_in, text_of

_SHAPE = 'The input must be a list of rows, each a list of as many numbers.'


def read_rows(data, content_type, names):
    """[n, d], or a list of objects where a row is {"column": number, …}.

    application/json (or bytes of no named type): a list of rows, or an object with one under any of `names`. text/csv: a
    row a line; a first line of words, without a number, is a header.
    """
    kind = media_type(content_type)
    if kind == 'text/csv':
        return _packed(read_csv(io.StringIO(text_of(data), newline='')))
    if kind not in ('application/json', 'application/octet-stream'):
        raise UnsupportedType('%s is not read; application/json and text/csv are.' % kind)
    value = from_json(data)
    if isinstance(value, dict):
        value = next((value[name] for name in names if isinstance(value.get(name), list)), None)
    if not isinstance(value, list):
        raise ValueError('The input must be a list of rows, or {"%s": [[…]]}.' % names[0])
    if value and all(isinstance(row, dict) for row in value):
        return value
    return _packed(value)


def rows_in(path):
    """[n, d] of a CSV file to learn from."""
    rows = read_csv(io.StringIO(text_in(path), newline=''))
    if not rows:
        raise ValueError('%s has no rows.' % path)
    return np.array(rows)


def in_order(rows, columns):
    """[n, d]: rows that are objects, by the names of the columns."""
    if isinstance(rows, np.ndarray):
        return rows
    missing = next((name for row in rows for name in columns if name not in row), None)
    if missing is not None:
        raise ValueError('A row has no “%s”.' % missing)
    return _packed([[row[name] for name in columns] for row in rows])


def _packed(rows):
    if not all_numbers(rows, 2):
        raise ValueError(_SHAPE)
    try:
        packed = np.array(rows, dtype=float)
    except (OverflowError, ValueError) as error:
        raise ValueError(_SHAPE) from error
    if packed.size == 0:
        return packed.reshape(len(rows), -1) if len(rows) else packed.reshape(0, 0)
    if packed.ndim != 2 or not np.isfinite(packed).all():
        raise ValueError(_SHAPE)
    return packed


def to_csv(header, rows):
    """Numbers with all their digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator='\n')
    writer.writerow(header)
    for row in rows:
        writer.writerow([repr(value) if isinstance(value, float) else value for value in row])
    return out.getvalue().encode('utf-8')
