#!/usr/bin/env python3
"""Puts together what travels to a machine with a GPU: token files packed with xz, and the prepared teachers' logits.

    python3 scripts/base-model/gpu/gather.py --data /tmp/base-model --to gpu-input

--data is the folder that ../prepare.ts, ../twin/teacher.py and ../twin/docvec.py have filled. About 22 MB.
"""

import argparse
import lzma
import shutil
from pathlib import Path

PACKED = ("tokens.u16", "offsets.u32", "labels.u8")
PLAIN = ("index.json", "vocab.txt")
TEACHERS = [f"{folder}/{part}.f32" for folder in ("ngram", "docvec") for part in ("val", "unsup")]


def unpack(source, to):
    """The folder as ../twin/data.py reads it; nothing where it is there already."""
    to = Path(to)
    if (to / "index.json").exists():
        return
    source = Path(source)
    for name in [*TEACHERS, *PACKED, *PLAIN[::-1]]:
        packed, plain = source / f"{name}.xz", source / name
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        if packed.exists():
            with lzma.open(packed) as a, open(to / name, "wb") as b:
                shutil.copyfileobj(a, b, 1 << 22)
        elif plain.exists():
            shutil.copyfile(plain, to / name)
        elif name not in TEACHERS:
            raise FileNotFoundError(f"{plain} is missing")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--to", required=True)
    options = parser.parse_args()
    source, to = Path(options.data), Path(options.to)
    for name in [*PACKED, *TEACHERS]:
        if not (source / name).exists():
            print(f"without {name}")
            continue
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        with open(source / name, "rb") as a, lzma.open(to / f"{name}.xz", "wb", preset=6) as b:
            shutil.copyfileobj(a, b, 1 << 22)
    for name in PLAIN:
        shutil.copyfile(source / name, to / name)
    total = sum(f.stat().st_size for f in to.rglob("*") if f.is_file())
    print(f"{total / 2**20:.1f} MiB in {to}")


if __name__ == "__main__":
    main()
