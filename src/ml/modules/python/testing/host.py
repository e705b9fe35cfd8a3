"""For tests: a program written against the protocol of modules, which knows nothing of a model but that protocol.

Reads jobs, one line of JSON, and writes what came of them, the last line. A job serves or trains the module in a folder, or
in an archive that it unpacks first. Lines between are questions to ONNX Runtime: where Python has none, what started this
program runs the models by ONNX Runtime's other binding (./host.ts), the answers come back as lines.
"""

import base64
import importlib.util
import io
import json
import os
import sys
import tarfile
import types

import numpy as np

LINES = sys.stdout


def say(message):
    LINES.write(json.dumps(message) + '\n')
    LINES.flush()


def ask(message):
    say(message)
    reply = json.loads(sys.stdin.readline())
    if 'error' in reply:
        raise RuntimeError(reply['error'])
    return reply


class InferenceSession:
    """As far as the scripts use it: onnxruntime.ai/docs/api/python/api_summary.html."""

    def __init__(self, path, providers=None):
        about = ask({'open': os.path.abspath(path)})
        self.number = about['session']
        with open(path, 'rb') as file:
            self.metadata = dict(metadata_of(file.read()))
        self.described = [[types.SimpleNamespace(**value) for value in about[part]] for part in ('inputs', 'outputs')]

    def get_inputs(self):
        return self.described[0]

    def get_outputs(self):
        return self.described[1]

    def get_modelmeta(self):
        return types.SimpleNamespace(custom_metadata_map=self.metadata)

    def run(self, names, feeds):
        for given in self.described[0]:
            assert feeds[given.name].ndim == len(given.shape), given.name
        sent = {
            name: {'type': str(value.dtype), 'dims': list(value.shape), 'data': pack(value)}
            for name, value in feeds.items()
        }
        made = ask({'run': self.number, 'feeds': sent})['made']
        return [unpack(made[name]) for name in names]


def metadata_of(model):
    """(key, value) of each of a ModelProto's metadata_props, its field 14 (onnx.proto)."""
    for number, value in fields(model):
        if number == 14:
            entry = dict(fields(value))
            yield entry[1].decode('utf-8'), entry[2].decode('utf-8')


def fields(message):
    """(number, value) of a protobuf message whose fields are varints or have a length."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        tag = varint()
        size = varint()
        if tag & 7 == 2:
            yield tag >> 3, message[at:at + size]
            at += size
        else:
            assert tag & 7 == 0, tag
            yield tag >> 3, size


def pack(value):
    return base64.b64encode(np.ascontiguousarray(value).tobytes()).decode('ascii')


def unpack(value):
    return np.frombuffer(base64.b64decode(value['data']), value['type']).reshape(value['dims'])


def find_runtime():
    """'onnxruntime' where Python has it."""
    try:
        import onnxruntime  # noqa: F401
        return 'onnxruntime'
    except ImportError:
        module = sys.modules['onnxruntime'] = types.ModuleType('onnxruntime')
        module.InferenceSession = InferenceSession
        return 'onnxruntime-web'


def run(job):
    folder, scripts = job['folder'], {'servingScript': 'serve.py', 'trainingScript': 'train.py'}
    if 'archive' in job:
        with tarfile.open(job['archive']) as archive:
            archive.extractall(folder)
        with open(os.path.join(folder, 'manifest.json'), encoding='utf-8') as file:
            scripts = json.load(file)
        folder = os.path.join(folder, scripts['module'])
    sys.path.insert(0, folder)
    try:
        if 'questions' in job:
            module = load_script('serve', os.path.join(folder, scripts['servingScript']))
            model = module.load(folder, logger=None)
            return [answer(module, model, question) for question in job['questions']]
        return train(load_script('train', os.path.join(folder, scripts['trainingScript'])), job['args'], job.get('board'))
    finally:
        sys.path.remove(folder)


def load_script(name, path):
    for known in [known for known in sys.modules if known in ('serve', 'train') or known.startswith('millrace')]:
        del sys.modules[known]
    spec = importlib.util.spec_from_file_location(name, path)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(module, model, question):
    """[body, type], None where no type is accepted, or {'error': …}."""
    try:
        data = module.deserialize(base64.b64decode(question['body']), question['type'], logger=None)
        made = module.serialize(module.predict(data, model, logger=None), question['accepted'], logger=None)
    except ValueError as error:
        return {'error': type(error).__name__ + ': ' + str(error)}
    return None if made is None else [made[0].decode('utf-8'), made[1]]


def train(module, args, board):
    """What it said, or why it refused. `board` is the folder of TensorBoard's files, None for none."""
    sys.stdout = io.StringIO()
    try:
        module.train(*args, tensor_board_enabled=board is not None, tensor_board_dir=board or 'logs', logger=None)
        return sys.stdout.getvalue()
    except ValueError as error:
        return 'ValueError: ' + str(error)
    finally:
        sys.stdout = LINES


if __name__ == '__main__':
    jobs = json.loads(sys.stdin.readline())
    runtime = find_runtime()
    say({'done': [run(job) for job in jobs], 'runtime': runtime})
