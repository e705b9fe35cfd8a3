"""Questions to an image classifier and its answers, and pictures in the form that a model takes.

Reads application/json ({"pixels": rows of values 0 … 255, or of [red, green, blue] or [red, green, blue, alpha]}) and, with
Pillow, picture files (image/png, image/jpeg …). Answers application/json {"label", "class", "probabilities", "classes"},
text/csv or text/plain.
"""

import io
import math

import numpy as np

from .content import UnsupportedType, accepts, all_numbers, from_json, media_type, to_json
from .rows import to_csv

_FILES = tuple('image/' + name for name in ('png', 'jpeg', 'webp', 'gif', 'bmp', 'avif'))
_WRONG = 'A picture in JSON is {"pixels": rows of values 0 … 255, or of [red, green, blue]}, all rows of one length.'


def deserialize(data, content_type='application/octet-stream', logger=None):
    """uint8 [height, width, 4]: red, green, blue, alpha."""
    kind = media_type(content_type)
    if kind == 'application/json':
        return _from_numbers(from_json(data))
    if kind == 'application/octet-stream' or kind in _FILES:
        return from_file(io.BytesIO(bytes(data)))
    raise UnsupportedType('%s is not read; %s and application/json are.' % (kind, ', '.join(_FILES)))


def from_file(file):
    """uint8 [height, width, 4] of a path, or of an open file."""
    try:
        from PIL import Image
    except ImportError as error:
        raise UnsupportedType('Picture files are read by Pillow, which is not installed: send JSON.') from error
    try:
        with Image.open(file) as picture:
            return np.asarray(picture.convert('RGBA'))
    except OSError as error:
        raise ValueError('This picture cannot be read: %s' % error) from error


def _from_numbers(value):
    rows = value.get('pixels') if isinstance(value, dict) else value
    if not all_numbers(rows, 3):
        raise ValueError(_WRONG)
    try:
        numbers = np.array(rows, dtype=float)
    except (OverflowError, ValueError) as error:
        raise ValueError(_WRONG) from error
    if numbers.ndim == 2:
        numbers = np.repeat(numbers[:, :, None], 3, axis=2)
    pixels = numbers.ndim == 3 and numbers.size > 0 and numbers.shape[2] in (3, 4)
    if not pixels or not ((numbers >= 0) & (numbers <= 255)).all():
        raise ValueError(_WRONG)
    picture = np.full((*numbers.shape[:2], 4), 255, dtype=np.uint8)
    picture[:, :, :numbers.shape[2]] = np.rint(numbers)
    return picture


def to_form(picture, height, width, channels):
    """uint8 [height, width, channels] of [h, w, 4], as Pillow makes it (Resample.c and Convert.c of 9.4).

    1 channel: grey (Rec. 601), 3: colour, both over white; 4: colour and transparency.
    """
    wide = picture.astype(np.int64)
    colour, alpha = wide[:, :, :3], wide[:, :, 3:]
    if channels == 4:
        taken = np.concatenate([_share(colour * alpha), alpha], axis=2)
    else:
        taken = np.where(alpha == 255, colour, _share(colour * alpha + 255 * (255 - alpha)))
        if channels == 1:
            taken = (taken @ np.array([19595, 38470, 7471]) + 0x8000 >> 16)[:, :, None]
    if taken.shape[1] != width:
        taken = _resample(taken.transpose(1, 0, 2), width).transpose(1, 0, 2)
    if taken.shape[0] != height:
        taken = _resample(taken, height)
    return (_divided(taken) if channels == 4 else taken).astype(np.uint8)


def _share(x):
    """x / 255, rounded."""
    y = x + 128
    return ((y >> 8) + y) >> 8


def _divided(taken):
    """Colours that were multiplied with alpha, as they were."""
    alpha = taken[:, :, 3:]
    colour = np.minimum(255, 255 * taken[:, :, :3] // np.maximum(1, alpha))
    return np.concatenate([np.where((alpha == 0) | (alpha == 255), taken[:, :, :3], colour), alpha], axis=2)


def _resample(values, size):
    """[n, …] to [size, …] by a triangle as wide as two of the pixels that come out, in whole numbers of 2^-22."""
    scale = len(values) / size
    wide = max(1.0, scale)
    out = np.empty((size, *values.shape[1:]), dtype=np.int64)
    for i in range(size):
        centre = (i + 0.5) * scale
        first = max(0, int(centre - wide + 0.5))
        last = min(len(values), int(centre + wide + 0.5))
        raw = [max(0.0, 1 - abs((j - centre + 0.5) * (1 / wide))) for j in range(first, last)]
        total = sum(raw)
        weights = np.array([math.trunc(0.5 + part / total * 2 ** 22) for part in raw])
        out[i] = np.minimum(255, np.tensordot(weights, values[first:last], axes=1) + 2 ** 21 >> 22)
    return out


def answer(probabilities, classes):
    """Of [classes] probabilities."""
    best = int(np.argmax(probabilities))
    return {'label': best, 'class': classes[best], 'probabilities': probabilities.tolist(), 'classes': classes}


def serialize(data, accepted='*/*', logger=None):
    kind = accepts(accepted, ('application/json', 'text/csv', 'text/plain'))
    if kind == 'application/json':
        return to_json(data), kind
    if kind == 'text/csv':
        return to_csv(['class', 'probability'], zip(data['classes'], data['probabilities'])), kind
    return None if kind is None else ((data['class'] + '\n').encode('utf-8'), kind)
