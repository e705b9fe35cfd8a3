"""Bytes to inputs and outputs to bytes, by their media types (RFC 9110, sections 8.3 and 12.5.1)."""

import csv
import json
import math


class UnsupportedType(ValueError):
    """The input is of a type that this model does not read."""


def media_type(content_type):
    """'application/json' of 'Application/JSON; charset=utf-8'."""
    return (content_type or 'application/octet-stream').split(';')[0].strip().lower()


def accepts(accepted, offered):
    """The first of the offered types that an Accept header allows, those it prefers first; None where there is none."""
    ranges = []
    for part in (accepted or '*/*').split(','):
        name, *parameters = [piece.strip().lower() for piece in part.split(';')]
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition('=')
            if key.strip() == 'q':
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
                quality = quality if 0 <= quality <= 1 else 0.0
        ranges.append((name or '*/*', quality))

    def quality_of(kind):
        major = kind.split('/')[0]
        # The closest range counts: a type before its family before everything.
        for name in (kind, major + '/*', '*/*'):
            found = [quality for given, quality in ranges if given == name]
            if found:
                return max(found)
        return 0.0

    best = max(offered, key=quality_of)
    return best if quality_of(best) > 0 else None


def to_json(value):
    """What is no number in JSON, such as the logarithm of a density of 0, is null."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)
    return text.encode('utf-8')


def _finite(value):
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def text_of(data):
    """Raises ValueError for bytes that are no UTF-8."""
    try:
        return bytes(data).decode('utf-8-sig')
    except UnicodeDecodeError as error:
        raise ValueError('The input is not in UTF-8.') from error


def text_in(path):
    """A file's text, its ends of lines as they are."""
    with open(path, 'rb') as file:
        return text_of(file.read())


def from_json(data):
    text = text_of(data)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError('The input is not JSON: %s' % error) from error
    except RecursionError as error:
        raise ValueError('The input is nested too deep.') from error


def all_numbers(value, depth):
    """Whether it is numbers, in lists of at most `depth`: NumPy would make some of texts, true and false, too."""
    if isinstance(value, list):
        return depth > 0 and all(all_numbers(item, depth - 1) for item in value)
    return type(value) in (int, float)


def read_csv(file):
    """A list of numbers a row; a first line of words, without a number, is a header."""
    try:
        rows = [row for row in csv.reader(file) if len(row) > 1 or ''.join(row).strip()]
    except csv.Error as error:
        raise ValueError('The table cannot be read: %s.' % error) from error
    if rows and _is_header(rows[0]):
        rows = rows[1:]
    numbers = [[_number(cell) for cell in row] for row in rows]
    for i, row in enumerate(numbers):
        if len(row) != len(numbers[0]):
            raise ValueError('Row %d has %d values, the first has %d.' % (i + 1, len(row), len(numbers[0])))
        for j, value in enumerate(row):
            if value is None or not math.isfinite(value):
                raise ValueError('Value %d of row %d is no finite number.' % (j + 1, i + 1))
    return numbers


def _is_header(row):
    """A row with an empty cell or NaN is none: as a header it would be left out without a word."""
    return any(cell.strip() for cell in row) and all(_number(cell) is None for cell in row)


def _number(cell):
    """None of a word, or of nothing. float alone reads 1_000 and digits of other scripts, too."""
    plain = cell.strip()
    try:
        return float(plain) if plain.isascii() and '_' not in plain else None
    except ValueError:
        return None
