"""Reads exported models by the Python programs that their formats are for, and says how far their answers are from those wanted.

Jobs come as JSON on standard input, rows of the table go to standard output. A program that is not installed is passed over.
"""

import importlib
import json
import os
import runpy
import struct
import sys

import numpy as np

OPSET, IR_VERSION = 17, 8


class Absent(Exception):
    pass


def needed(name):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Absent('%s is not installed' % name.split('.')[0]) from error


def fed(job):
    return {name: np.array(given['data'], dtype=given['type']).reshape(given['dims']) for name, given in job['feeds'].items()}


def answer_of(job, made):
    """As the product says it: of logits the second less the first."""
    made = np.asarray(made, dtype=np.float64)
    return made[:, 1] - made[:, 0] if job['output'] == 'logits' else made.ravel()


def difference(job, got):
    want = np.array(job['want'])
    return float(np.abs(got - want).max()) if got.shape == want.shape else float('inf')


def onnx_checker(job):
    onnx = needed('onnx')
    model = onnx.load(os.path.join(job['folder'], 'model.onnx'))
    onnx.checker.check_model(model, full_check=True)
    pinned = {entry.domain: entry.version for entry in model.opset_import}
    return 0.0 if pinned[''] == OPSET and model.ir_version == IR_VERSION else float('inf')


def onnx_reference(job):
    try:
        reference = needed('onnx.reference')
    except Absent as error:
        raise Absent('there is no onnx 1.13 or later') from error
    session = reference.ReferenceEvaluator(os.path.join(job['folder'], 'model.onnx'))
    made = dict(zip(session.output_names, session.run(None, fed(job))))
    return difference(job, answer_of(job, made[job['output']]))


def onnx_runtime(job):
    session = needed('onnxruntime').InferenceSession(
        os.path.join(job['folder'], 'model.onnx'), providers=['CPUExecutionProvider'])
    return difference(job, answer_of(job, session.run([job['output']], fed(job))[0]))


def transformers_folder(job):
    transformers, torch = needed('transformers'), needed('torch')
    if job['texts'] is None:
        raise Absent('of a model with n-grams the encoder alone is in the folder')
    tokenizer = transformers.AutoTokenizer.from_pretrained(job['folder'])
    model = transformers.AutoModelForSequenceClassification.from_pretrained(
        job['folder'], trust_remote_code=True, torch_dtype=torch.float32)
    with torch.no_grad():
        logits = model(**tokenizer(job['texts'], return_tensors='pt', padding=True)).logits
    return difference(job, answer_of(job, logits.numpy()))


def weight_files(job):
    for folder, _, names in os.walk(job['folder']):
        for name in names:
            if name.endswith('.safetensors'):
                yield os.path.join(folder, name)


def safetensors_library(job):
    """Each tensor is what its bytes say."""
    library, worst = needed('safetensors.numpy'), 0.0
    for path in weight_files(job):
        plain, read = plain_tensors(path), library.load_file(path)
        assert plain.keys() == read.keys()
        worst = max([worst, *(float(np.abs(read[name].astype(float) - plain[name]).max(initial=0)) for name in plain)])
    return worst


def safetensors_by_description(job):
    """The header's places follow one another to the file's end, and every number is finite."""
    return 0.0 if all(np.isfinite(value).all() for path in weight_files(job) for value in plain_tensors(path).values()) else float('inf')


def plain_tensors(path):
    types = {'F64': '<f8', 'F32': '<f4', 'F16': '<f2', 'I8': 'i1'}
    with open(path, 'rb') as file:
        data = file.read()
    (length,) = struct.unpack('<Q', data[:8])
    header, at, tensors = json.loads(data[8:8 + length]), 0, {}
    header.pop('__metadata__', None)
    for name, entry in sorted(header.items(), key=lambda item: item[1]['data_offsets']):
        begin, end = entry['data_offsets']
        assert begin == at, name
        at = end
        numbers = np.frombuffer(data[8 + length + begin:8 + length + end], types[entry['dtype']])
        tensors[name] = numbers.reshape(entry['shape']).astype(float)
    assert 8 + length + at == len(data)
    return tensors


def points_of(job):
    return fed(job)['points']


def sklearn_parameters(job):
    """A GaussianMixture from the JSON, by scikit-learn's own names."""
    mixture = needed('sklearn.mixture')
    with open(os.path.join(job['folder'], 'mixture.json'), encoding='utf-8') as file:
        said = json.load(file)
    model = mixture.GaussianMixture(said['n_components'], covariance_type=said['covariance_type'])
    for name in ('weights', 'means', 'covariances', 'precisions'):
        setattr(model, name + '_', np.array(said[name]))
    private = importlib.import_module('sklearn.mixture._gaussian_mixture')
    model.precisions_cholesky_ = private._compute_precision_cholesky(model.covariances_, said['covariance_type'])
    return difference(job, model.score_samples(points_of(job)))


def sklearn_code(job):
    needed('sklearn')
    model = runpy.run_path(os.path.join(job['folder'], 'mixture_sklearn.py'))['model']
    return difference(job, model.score_samples(points_of(job)))


def numpy_code(job):
    """The arrays, in the density as it is written down."""
    said = runpy.run_path(os.path.join(job['folder'], 'mixture_numpy.py'))
    points, means, held = points_of(job), said['means'], said['covariances']
    d, joint = means.shape[1], []
    for k, weight in enumerate(said['weights']):
        covariance = held if held.shape == (d, d) and 'tied' in job['model'] else held[k]
        full = covariance * np.eye(d) if covariance.ndim == 0 else np.diag(covariance) if covariance.ndim == 1 else covariance
        apart = points - means[k]
        distance = np.einsum('ni,ij,nj->n', apart, np.linalg.inv(full), apart)
        joint.append(np.log(weight) - 0.5 * (distance + np.log(np.linalg.det(full)) + d * np.log(2 * np.pi)))
    return difference(job, np.logaddexp.reduce(joint, axis=0))


PEERS = {
    'onnx': {'onnx.checker': onnx_checker, 'onnx.reference': onnx_reference, 'onnxruntime': onnx_runtime},
    'huggingface': {'transformers': transformers_folder, 'the format’s description': safetensors_by_description},
    'safetensors': {'safetensors': safetensors_library, 'the format’s description': safetensors_by_description},
    'sklearn': {'scikit-learn': sklearn_parameters},
    'sklearn-code': {'scikit-learn': sklearn_code},
    'numpy': {'NumPy': numpy_code},
}


def row(job, peer, ask):
    about = {name: job[name] for name in ('model', 'format', 'precision', 'bytes', 'within')}
    try:
        return {**about, 'peer': peer, 'difference': ask(job), 'why': ''}
    except Absent as error:
        return {**about, 'peer': peer, 'difference': None, 'why': str(error)}
    except Exception as error:  # Whatever a peer refuses a file with is told in the table.
        return {**about, 'peer': peer, 'difference': 1e308, 'why': '%s: %s' % (type(error).__name__, error)}


def finite(made):
    return {**made, 'difference': 1e308 if made['difference'] == float('inf') else made['difference']}


rows = [finite(row(job, peer, ask)) for job in json.load(sys.stdin) for peer, ask in PEERS.get(job['format'], {}).items()]
json.dump(rows, sys.stdout)
