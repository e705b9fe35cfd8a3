"""safetensors files: eight bytes of header length, a JSON header, the tensors' bytes one after the other."""

import json
import struct

import numpy as np


def write(path, tensors, metadata=None):
    """tensors: name → float32 array."""
    header, at, blobs = {"__metadata__": metadata or {"format": "pt"}}, 0, []
    for name, value in tensors.items():
        blob = np.ascontiguousarray(value, dtype="<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at + len(blob)]}
        at += len(blob)
        blobs.append(blob)
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head + b"".join(blobs))


def read(path):
    """name → float32 array."""
    raw = open(path, "rb").read()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    header.pop("__metadata__", None)
    body = 8 + size
    return {
        name: np.frombuffer(raw[body + entry["data_offsets"][0] : body + entry["data_offsets"][1]], "<f4").reshape(
            entry["shape"]
        )
        for name, entry in header.items()
    }
