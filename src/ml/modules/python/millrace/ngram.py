"""The n-gram model: a sum of weights over the distinct words and short runs of words of a text.

Words are known by 32-bit fingerprints: FNV-1a over UTF-16 units, mixed by murmur3's finaliser.
"""

import math
import struct

from .characters import ALONE, GONE, WORD, characters

_MASK = 0xffffffff
_SEED = 0x811c9dc5
_PRIME = 0x01000193
_MAGIC = b'MRNG'
_HEADER, _CHECKSUM = 24, 20
_MAX_ORDER = 5
PAIRS = 2
_SPEAKING, _APOSTROPHES = '!?', "'\u2019"


def words(text):
    """(fingerprint, whether it begins a clause) of each word and of each ! and ?."""
    found, current, begins = [], None, True

    def finish():
        nonlocal current, begins
        if current:
            found.append((_finish(_extend(_SEED, ''.join(current))), begins))
            begins = False
        current = None

    for kind, becomes in characters(text):
        if kind == WORD:
            # An accent alone does not begin a word.
            if becomes or current is not None:
                # Parts, joined once: of a text without a blank, texts that grow would take quadratic time.
                current = current or []
                current.append(becomes)
        elif kind != GONE and not (kind == ALONE and becomes in _APOSTROPHES):
            finish()
            if kind == ALONE:
                if becomes in _SPEAKING:
                    found.append((_finish(_extend(_SEED, becomes)), begins))
                begins = True
    finish()
    return found


def prints(text, order=PAIRS):
    """Distinct fingerprints of runs of up to `order` words, in order of first appearance."""
    # Runs that end with the word before, the shortest first.
    found, before = {}, []
    for word, begins in words(text):
        runs = [] if begins else before[:order - 1]
        before = [word] + [_finish(((run * 0x9e3779b1) & _MASK) ^ word) for run in runs]
        for run in before:
            found.setdefault(run)
    return list(found)


def _extend(print_, text):
    for unit in struct.iter_unpack('<H', text.encode('utf-16-le', 'surrogatepass')):
        print_ = ((print_ ^ unit[0]) * _PRIME) & _MASK
    return print_


def _finish(print_):
    print_ = ((print_ ^ (print_ >> 16)) * 0x85ebca6b) & _MASK
    print_ = ((print_ ^ (print_ >> 13)) * 0xc2b2ae35) & _MASK
    return print_ ^ (print_ >> 16)


class Ngram:
    def __init__(self, bias, weights, order=PAIRS):
        self.bias = bias
        self.weights = weights
        self.order = order

    def logit(self, text):
        return self.bias + sum(self.weights.get(feature, 0.0) for feature in prints(text, self.order))


def read(path):
    """Raises ValueError for a file that is none."""
    with open(path, 'rb') as file:
        data = file.read()
    if len(data) < _HEADER or data[:4] != _MAGIC:
        raise ValueError('%s is no n-gram model' % path)
    version = data[4]
    count, bias, scale, checksum = struct.unpack('<IffI', data[8:_HEADER])
    order = data[5] if version == 3 else PAIRS
    if version not in (1, 2, 3) or not 1 <= order <= _MAX_ORDER or checksum != _fnv_of(data, version):
        raise ValueError('%s is damaged, or of another version' % path)
    at, feature, features = _HEADER, 0, []
    for _ in range(count):
        difference, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            difference |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                break
        feature += difference
        features.append(feature)
    quantised = struct.unpack('%db' % count, data[at:at + count])
    weights = {f: math.copysign(scale * (q / 127) ** 2, q) if q else 0.0 for f, q in zip(features, quantised)}
    return Ngram(bias, weights, order)


def write(path, model):
    """Weights companded to int8 by their square root."""
    entries = sorted(model.weights.items())
    scale = max((abs(weight) for _, weight in entries), default=0.0)
    differences, before = bytearray(), 0
    for feature, _ in entries:
        rest, before = feature - before, feature
        while rest >= 0x80:
            differences.append((rest & 0x7f) | 0x80)
            rest >>= 7
        differences.append(rest)
    numbers = [int(math.copysign(math.floor(math.sqrt(abs(w) / scale) * 127 + 0.5), w)) if scale else 0 for _, w in entries]
    body = bytes(differences) + struct.pack('%db' % len(numbers), *numbers)
    # Version 2 reads pairs: longer runs need another, so that nothing reads them as less.
    version, order = (2, 0) if model.order == PAIRS else (3, model.order)
    head = struct.pack('<4sBBxxIff', _MAGIC, version, order, len(entries), model.bias, scale)
    whole = head + bytes(4) + body
    with open(path, 'wb') as file:
        file.write(head + struct.pack('<I', _fnv_of(whole, version)) + body)


def _fnv_of(data, version):
    print_ = _fnv(_SEED, data[_HEADER:])
    return print_ if version == 1 else _fnv(print_, data[:_CHECKSUM])


def _fnv(print_, data):
    for byte in data:
        print_ = ((print_ ^ byte) * _PRIME) & _MASK
    return print_
