"""What a training writes for TensorBoard: one event file in the model's folder. Nothing where TensorBoard is off.

An event file is records of TFRecord's framing with an Event of TensorBoard's protocol buffers in each
(tensorboard/compat/proto/event.proto, summary.proto); field numbers stand beside the fields.
"""

import os
import struct
import time

import numpy as np

# Seconds between two writings.
_FLUSH_EVERY = 1.0


class Board:
    def __init__(self, model_dir, enabled, folder):
        now = time.time()
        self.path = os.path.join(model_dir, folder, 'events.out.tfevents.%010d.millrace.0' % int(now)) if enabled else None
        self.written = 0.0
        self.records = [_record(_double(1, now) + _integer(2, 0) + _blob(3, b'brain.Event:2'))]  # file_version
        if enabled:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            open(self.path, 'wb').close()

    def scalars(self, step, **values):
        """Values by tag."""
        if self.path is None:
            return
        # value { tag, simple_value }
        summary = b''.join(_blob(1, _blob(1, tag.encode('utf-8')) + _float(2, value)) for tag, value in values.items())
        # wall_time, step, summary
        self.records.append(_record(_double(1, time.time()) + _integer(2, step) + _blob(5, summary)))
        if time.time() - self.written > _FLUSH_EVERY:
            self.flush()

    def flush(self):
        if self.path is None:
            return
        with open(self.path, 'ab') as file:
            file.write(b''.join(self.records))
        self.records, self.written = [], time.time()


def _varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7f | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _integer(field, value):
    return _varint(field << 3) + _varint(int(value))


def _double(field, value):
    return _varint(field << 3 | 1) + struct.pack('<d', value)


def _blob(field, value):
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _float(field, value):
    return _varint(field << 3 | 5) + np.array(value, '<f4').tobytes()


def _record(data):
    length = struct.pack('<Q', len(data))
    return length + struct.pack('<I', _masked(length)) + data + struct.pack('<I', _masked(data))


def _table():
    """Of the Castagnoli polynomial, reflected (RFC 3720, appendix B.4)."""
    table = list(range(256))
    for _ in range(8):
        table = [crc >> 1 ^ (0x82f63b78 if crc & 1 else 0) for crc in table]
    return table


_TABLE = _table()


def _masked(data):
    """CRC-32C, rotated by 15 bits and moved by a constant (tensorflow/core/lib/hash/crc32c.h)."""
    crc = 0xffffffff
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xff] ^ crc >> 8
    crc ^= 0xffffffff
    return ((crc >> 15 | crc << 17) + 0xa282ead8) & 0xffffffff
