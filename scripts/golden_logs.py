#!/usr/bin/env python3
"""Writes src/ml/logs/golden/: what TensorBoard, C's strftime and Lightning's way with CSV make of given values, for the
writers and readers of src/ml/logs to agree with.

events.json    event files made by TensorBoard's own protocol buffers, summary functions and RecordWriter, as base64
strftime.json  time.strftime of Python, which is the C library's, in the C locale, in several zones
metrics.json   rows and the file that Lightning's CSVLogger makes of them: csv.DictWriter over the columns in the order
               in which they first appear (lightning/fabric/loggers/csv_logs.py, _ExperimentWriter.save), numbers as Python
               prints them, nothing where a row has no value

Run with python3 and tensorboard (pip install tensorboard; the files say which versions they were made with):
    python3 scripts/golden_logs.py
To see what TensorBoard reads in a folder of event files, as JSON:
    python3 scripts/golden_logs.py --read <folder>
"""

import base64
import csv
import io
import json
import locale
import os
import platform
import sys
import time
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src" / "ml" / "logs" / "golden"

# ---------------------------------------------------------------- event files

SCALARS = [
    ("train_loss", 0, 0.6931471805599453, 1700000000.25),
    ("train_loss", 1, 0.0, 1700000001.5),
    ("val/acc", 300, -1.5e-20, 1700000002.0),
    ("Verlust/Prüfung", 2**40, float("inf"), 1700000003.0),
]
TEXTS = [("config", 0, "seed: 1\nname: größer ✓\n", 1700000000.0), ("empty", 5, "", 1700000000.5)]
HISTOGRAMS = [("weights", 7, [[-1.0, -0.5, 3.0], [-0.5, 0.0, 0.5], [0.0, 2.25, 100.0]], 1700000004.125)]


def metadata(plugin, data_class):
    from tensorboard.compat.proto import summary_pb2

    data = summary_pb2.SummaryMetadata.PluginData(plugin_name=plugin)
    return summary_pb2.SummaryMetadata(plugin_data=data, data_class=data_class)


def tensor_value(tag, tensor, plugin, data_class):
    from tensorboard.compat.proto import summary_pb2

    return summary_pb2.Summary.Value(tag=tag, tensor=tensor, metadata=metadata(plugin, data_class))


def file_of(events):
    """As tensorboard.summary.writer.event_file_writer writes them, with given times."""
    from tensorboard.compat.proto import event_pb2
    from tensorboard.summary.writer.record_writer import RecordWriter

    raw = io.BytesIO()
    writer = RecordWriter(raw)
    writer.write(event_pb2.Event(wall_time=1700000000.0, file_version="brain.Event:2").SerializeToString())
    for wall_time, step, value in events:
        event = event_pb2.Event(wall_time=wall_time, step=step)
        event.summary.value.add().CopyFrom(value)
        writer.write(event.SerializeToString())
    writer.flush()
    return base64.b64encode(raw.getvalue()).decode()


def event_files():
    import numpy as np
    import tensorboard
    from google import protobuf
    from tensorboard.compat.proto import summary_pb2, tensor_pb2, tensor_shape_pb2, types_pb2
    from tensorboard.plugins.histogram.summary_v2 import histogram_pb
    from tensorboard.plugins.scalar.summary_v2 import scalar_pb
    from tensorboard.plugins.text.summary_v2 import text_pb

    scalar = lambda tag, v: tensor_value(
        tag,
        tensor_pb2.TensorProto(
            dtype=types_pb2.DT_FLOAT, tensor_shape=tensor_shape_pb2.TensorShapeProto(), float_val=[v]
        ),
        "scalars",
        summary_pb2.DATA_CLASS_SCALAR,
    )
    # What the plugins' own functions make, with display names and descriptions.
    plugins = [
        (1700000005.0, 1, scalar_pb("loss", 0.25, description="of a batch").value[0]),
        (1700000006.0, 2, text_pb("notes", "**bold**").value[0]),
        (1700000007.0, 3, histogram_pb("w", np.array([0.0, 1.0, 1.0, 2.0]), buckets=2).value[0]),
    ]
    shape = lambda *sizes: tensor_shape_pb2.TensorShapeProto(
        dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=s) for s in sizes]
    )
    text = lambda t: tensor_pb2.TensorProto(
        dtype=types_pb2.DT_STRING, tensor_shape=shape(), string_val=[t.encode()]
    )
    buckets = lambda rows: tensor_pb2.TensorProto(
        dtype=types_pb2.DT_DOUBLE,
        tensor_shape=shape(len(rows), 3),
        tensor_content=np.array(rows, dtype="<f8").tobytes(),
    )
    DATA = summary_pb2.DATA_CLASS_TENSOR
    return {
        "reference": f"tensorboard {tensorboard.__version__}, protobuf {protobuf.__version__}, Python {platform.python_version()}",
        "scalars": [[tag, step, str(value), at] for tag, step, value, at in SCALARS],
        "texts": TEXTS,
        "histograms": HISTOGRAMS,
        "simple": file_of([(at, s, summary_pb2.Summary.Value(tag=t, simple_value=v)) for t, s, v, at in SCALARS]),
        "tensor": file_of([(at, s, scalar(t, v)) for t, s, v, at in SCALARS]),
        "text": file_of([(at, s, tensor_value(t, text(v), "text", DATA)) for t, s, v, at in TEXTS]),
        "histogram": file_of([(at, s, tensor_value(t, buckets(v), "histograms", DATA)) for t, s, v, at in HISTOGRAMS]),
        "plugins": file_of(plugins),
    }


# ---------------------------------------------------------------- strftime

DIRECTIVES = [f"%{d}" for d in "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"]
MODIFIED = [f"%E{d}" for d in "cCxXyY"] + [f"%O{d}" for d in "deHImMSuUVwWy"]
FORMATS = ["%Y-%m-%d_%H-%M-%S", "run-%F_%H.%M.%S-%j", "%%Y 100%% %e|%H", "", "no directive", "日本 %Y"]
# Year's ends for the week numbers, leap days, midnights, noons, a date before 1970, one far ahead, daylight saving.
MOMENTS = [0, -1, 951782400, 1609459199, 1609459200, 1230768000, 1262304000, 1704067199, 1709208000, 1719835200,
           1711846800, 1711850400, 4102444800, -2208988800, 1325376000, 1483228800, 1000000000]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]


def strftimes():
    locale.setlocale(locale.LC_TIME, "C")
    cases = []
    for zone in ZONES:
        os.environ["TZ"] = zone
        time.tzset()
        for seconds in MOMENTS:
            moment = time.localtime(seconds)
            formats = DIRECTIVES + MODIFIED + FORMATS
            cases.append({"zone": zone, "seconds": seconds, "offset": moment.tm_gmtoff, "abbreviation": moment.tm_zone,
                          "texts": [time.strftime(f, moment) for f in formats]})
    reference = f"Python {platform.python_version()}, {' '.join(platform.libc_ver())}, locale C"
    return {"reference": reference, "formats": DIRECTIVES + MODIFIED + FORMATS, "cases": cases}


# ---------------------------------------------------------------- Lightning's CSV

NAN, INF = float("nan"), float("inf")
ROWS = [
    {"lr-AdamW": 3e-05, "step": 49},
    {"train_loss": 0.6931471824645996, "epoch": 0, "step": 49},
    {"val_loss": 0.52, "val_acc": 0.75, "epoch": 0, "step": 99},
    {"train_loss": NAN, "epoch": 1, "step": 149},
    {"val_loss": INF, "val_acc": 1, "epoch": 1, "step": 199},
    {"test_acc, top 1": 0.875, 'the "odd" one': -INF, "epoch": 2, "step": 200},
]


def lightning_csv():
    columns = {}
    for row in ROWS:
        columns.update(row)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(columns))
    writer.writeheader()
    writer.writerows(ROWS)
    rows = [{key: str(value) for key, value in row.items()} for row in ROWS]
    return {"reference": f"csv.DictWriter of Python {platform.python_version()}", "rows": rows, "file": out.getvalue()}


# ---------------------------------------------------------------- what TensorBoard reads

def read(folder):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    accumulator = EventAccumulator(folder, size_guidance={"tensors": 0, "scalars": 0})
    accumulator.Reload()
    answer = {}
    for tag in accumulator.Tags()["tensors"]:
        plugin = accumulator.SummaryMetadata(tag).plugin_data.plugin_name
        for event in accumulator.Tensors(tag):
            t = event.tensor_proto
            value = [b.decode() for b in t.string_val] or list(t.float_val) or len(t.tensor_content)
            answer.setdefault(f"{plugin}: {tag}", []).append([event.wall_time, event.step, value])
    for tag in accumulator.Tags()["scalars"]:
        answer[f"simple: {tag}"] = [[e.wall_time, e.step, e.value] for e in accumulator.Scalars(tag)]
    print(json.dumps(answer, indent=1, ensure_ascii=False))


def main():
    if sys.argv[1:2] == ["--read"]:
        return read(sys.argv[2])
    OUT.mkdir(parents=True, exist_ok=True)
    for name, content in {"strftime": strftimes(), "metrics": lightning_csv(), "events": event_files()}.items():
        (OUT / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
