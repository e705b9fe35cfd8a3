"""C++ beside these scripts, compiled for this machine when it is first asked for."""

import ctypes
import hashlib
import subprocess
import tempfile
from pathlib import Path

FLAGS = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]


def library(name, **constants):
    """<name>.cpp of this folder, loaded; `constants` are what its #define says otherwise."""
    source = Path(__file__).with_name(f"{name}.cpp")
    defined = [f"-D{constant}={value}" for constant, value in constants.items()]
    digest = hashlib.sha256(source.read_bytes() + " ".join(defined).encode()).hexdigest()[:12]
    built = Path(tempfile.gettempdir()) / f"millrace-{name}-{digest}.so"
    if not built.exists():
        subprocess.run(["g++", *FLAGS, *defined, str(source), "-o", str(built)], check=True)
    return ctypes.CDLL(str(built))


def pointer(array):
    """Where a NumPy array's numbers lie. The array has to outlive the call."""
    return array.ctypes.data_as(ctypes.c_void_p)
