"""Tensors in safetensors files: eight bytes with the header's length, a JSON header, the numbers.

A tensor may be kept as int8: `<name>` int8 [rows, …] with `<name>.scale` float32 [rows]. The numbers of positions, which
transformers before 4.31 saved, are passed over.
"""

import json
import struct

import numpy as np

_TYPES = {'F64': '<f8', 'F32': '<f4', 'F16': '<f2', 'I8': 'i1'}


def read(path):
    """float64 arrays by name. Raises ValueError for a file that is none."""
    with open(path, 'rb') as file:
        data = file.read()
    if len(data) < 8:
        raise ValueError('%s is no safetensors file' % path)
    (length,) = struct.unpack('<Q', data[:8])
    header = json.loads(data[8:8 + length].decode('utf-8'))
    raw = {}
    for name, entry in header.items():
        if name == '__metadata__' or name.endswith('embeddings.position_ids'):
            continue
        begin, end = entry['data_offsets']
        part = data[8 + length + begin:8 + length + end]
        if entry['dtype'] == 'BF16':
            numbers = (np.frombuffer(part, '<u2').astype(np.uint32) << 16).view(np.float32)
        else:
            numbers = np.frombuffer(part, _TYPES[entry['dtype']])
        raw[name] = numbers.reshape(entry['shape']).astype(np.float64)
    return {
        name: _scaled(value, raw[name + '.scale']) if name + '.scale' in raw else value
        for name, value in raw.items()
        if not (name.endswith('.scale') and name[:-len('.scale')] in raw)
    }


def _scaled(value, scale):
    return value * scale.reshape((-1,) + (1,) * (value.ndim - 1))


def write(path, tensors, dtype='F32'):
    """As float32 or (F64) float64, in the order of the names. Raises ValueError, and writes nothing, for what is no number."""
    header, parts, at = {'__metadata__': {'format': 'pt'}}, [], 0
    for name in sorted(tensors):
        value = np.ascontiguousarray(tensors[name], dtype=_TYPES[dtype])
        if not np.isfinite(value).all():
            raise ValueError('The training went beyond all numbers, and nothing was written: lower --learning_rate.')
        header[name] = {'dtype': dtype, 'shape': list(value.shape), 'data_offsets': [at, at + value.nbytes]}
        parts.append(value.tobytes())
        at += value.nbytes
    text = json.dumps(header, separators=(',', ':')).encode('utf-8')
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + b''.join(parts))
