"""Goes on training a text model on texts of one's own.

    train(model_dir, texts, ['--epochs=12'], …)

`texts` is a CSV file with the columns text and label (0 or 1), or a folder with neg/ and pos/ of text files. What learns:
the whole n-gram model (naive-Bayes weights in a logistic regression, Wang & Manning 2012, by AdaGrad); of an encoder the
classifier on its features; of both together, also how their logits are joined. Files are written to model_dir.
"""

import csv
import io
import json
import math
import os
import random
import shutil

import numpy as np

import serve
from millrace import encoder, ngram, tensors
from millrace.board import Board
from millrace.content import text_in
from millrace.options import files_in, read_args

# Characters of a text in a CSV file: csv's own limit is less than many a text has, and a C long holds no more everywhere.
_MOST_CHARACTERS = 2 ** 31 - 1

OPTIONS = {'epochs': 12, 'rate': 0.1, 'penalty': 0.01, 'min_count': 3, 'seed': 1}


def train(model_dir, *args, tensor_board_enabled=False, tensor_board_dir='logs', logger=None):
    say = logger.log if logger else print
    board = Board(model_dir, tensor_board_enabled, tensor_board_dir)
    path, options = read_args(args, OPTIONS, 'the texts: a CSV file, or a folder with neg/ and pos/')
    texts, labels = read_texts(path)
    if len(set(labels)) < 2:
        raise ValueError('There must be texts of both labels.')
    say('%d texts, %d of them positive' % (len(texts), sum(labels)))
    _copy_model(model_dir)
    model = serve.load(model_dir)
    if isinstance(model, serve.Combined):
        _train_classifier(os.path.join(model_dir, 'encoder'), model.encoder, texts, labels, say)
        _train_ngram(os.path.join(model_dir, 'ngram', 'ngram.bin'), texts, labels, options, say)
        _join(model_dir, texts, labels, say)
    elif isinstance(model, encoder.Encoder):
        _train_classifier(model_dir, model, texts, labels, say)
    else:
        _train_ngram(os.path.join(model_dir, 'ngram.bin'), texts, labels, options, say)
    trained = serve.load(model_dir)
    logits, truth = np.array([trained.logit(text) for text in texts]), np.array(labels)
    accuracy = ((logits > 0) == (truth == 1)).mean()
    say('accuracy on the texts learnt from: %.4f' % accuracy)
    loss = (np.logaddexp(0, logits) - truth * logits).mean()
    board.scalars(len(texts), loss_on_texts=loss, accuracy_on_texts=accuracy)
    board.flush()


def read_texts(path):
    if os.path.isdir(path):
        found = []
        for label, name in enumerate(('neg', 'pos')):
            for file in files_in(os.path.join(path, name)):
                found.append((text_in(file), label))
    else:
        csv.field_size_limit(_MOST_CHARACTERS)
        table = csv.DictReader(io.StringIO(text_in(path), newline=''))
        if not {'text', 'label'} <= set(table.fieldnames or ()):
            raise ValueError('%s needs the columns text and label.' % path)
        found = [(row['text'] or '', _label_of(row['label'], i + 1, path)) for i, row in enumerate(table)]
    return [text for text, _ in found], [label for _, label in found]


def _label_of(cell, row, path):
    label = (cell or '').strip()
    if label not in ('0', '1'):
        raise ValueError('Row %d of %s: a label is 0 (negative) or 1 (positive).' % (row, path))
    return int(label)


def _copy_model(model_dir):
    """Of a folder that has no model yet, the one that came with this script is the start."""
    for name in ('combined.json', 'config.json', 'vocab.txt', 'model.safetensors', 'ngram.bin', 'encoder', 'ngram'):
        source, target = os.path.join(serve.HERE, name), os.path.join(model_dir, name)
        if not os.path.exists(source) or os.path.exists(target):
            continue
        os.makedirs(model_dir, exist_ok=True)
        (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, target)


def _train_ngram(path, texts, labels, options, say):
    # As long as those of the model that it begins from.
    order = ngram.read(path).order if os.path.exists(path) else ngram.PAIRS
    documents = [ngram.prints(text, order) for text in texts]
    counts = {}
    for document, label in zip(documents, labels):
        for feature in document:
            total, positive = counts.get(feature, (0, 0))
            counts[feature] = (total + 1, positive + label)
    counts = {feature: count for feature, count in counts.items() if count[0] >= options['min_count']}
    positives = sum(positive + 1 for _, positive in counts.values())
    negatives = sum(total - positive + 1 for total, positive in counts.values())
    index = {feature: i for i, feature in enumerate(counts)}
    ratio = np.array([math.log((p + 1) / positives / ((t - p + 1) / negatives)) for t, p in counts.values()])
    rows = [np.array([index[f] for f in document if f in index], dtype=int) for document in documents]
    bias, weights = _regress(rows, labels, ratio, options)
    ngram.write(path, ngram.Ngram(bias, {feature: float(weights[i]) for feature, i in index.items()}, order))
    say('n-gram model: %d runs of up to %d words' % (len(index), order))


def _regress(rows, labels, ratio, options):
    """Logistic regression on scaled features by AdaGrad (Duchi et al. 2011); the mean of the later epochs' ends."""
    u, squares, mean = np.zeros(len(ratio)), np.ones(len(ratio)), np.zeros(len(ratio))
    bias, bias_squares, mean_bias = 0.0, 1.0, 0.0
    order, averaged = list(range(len(rows))), -(-options['epochs'] // 2)
    shuffle = random.Random(options['seed']).shuffle
    for epoch in range(options['epochs']):
        shuffle(order)
        for d in order:
            row = rows[d]
            # As tanh: exp overflows where a long text is sure.
            error = 0.5 * (1 + math.tanh((bias + float(u[row] @ ratio[row])) / 2)) - labels[d]
            bias_squares += error * error
            bias -= options['rate'] / math.sqrt(bias_squares) * error
            gradient = error * ratio[row] + options['penalty'] * u[row]
            squares[row] += gradient * gradient
            u[row] -= options['rate'] / np.sqrt(squares[row]) * gradient
        if epoch >= options['epochs'] - averaged:
            mean_bias += bias / averaged
            mean += u / averaged
    return mean_bias, mean * ratio


def _train_classifier(folder, model, texts, labels, say):
    """The difference of the two classes' rows, by logistic regression held towards what it was."""
    features = np.array([model.features(text) for text in texts])
    weight, bias = model.values['classifier.weight'], model.values['classifier.bias']
    start = np.append(weight[1] - weight[0], bias[1] - bias[0])
    fitted = _newton(np.column_stack([features, np.ones(len(texts))]), np.array(labels), start)
    middle = (weight[0] + weight[1]) / 2, (bias[0] + bias[1]) / 2
    model.values['classifier.weight'] = np.stack([middle[0] - fitted[:-1] / 2, middle[0] + fitted[:-1] / 2])
    model.values['classifier.bias'] = np.array([middle[1] - fitted[-1] / 2, middle[1] + fitted[-1] / 2])
    tensors.write(os.path.join(folder, 'model.safetensors'), model.values)
    say('classifier: %d numbers' % len(fitted))


def _join(model_dir, texts, labels, say):
    model = serve.load(model_dir)
    rows = np.array([[model.encoder.logit(text), model.ngram.logit(text), 1.0] for text in texts])
    # Neither logit counts more for being larger.
    scale = np.append(np.maximum(0.01, rows[:, :2].std(axis=0)), 1.0)
    start = np.array([model.numbers[name] for name in ('encoder', 'ngram', 'offset')])
    fitted = _newton(rows / scale, np.array(labels), start * scale) / scale
    with open(os.path.join(model_dir, 'combined.json'), 'w', encoding='utf-8') as file:
        json.dump(dict(zip(('encoder', 'ngram', 'offset'), map(float, fitted))), file, indent=2)
    say('joined: %.4f of the encoder, %.4f of the n-gram model' % (fitted[0], fitted[1]))


def _newton(rows, labels, start, prior=25.0, steps=25):
    """Minimises the sum of cross-entropies + prior/2 · |theta - start|², by Newton's method with halved steps."""
    def loss(theta):
        logits = rows @ theta
        entropy = np.logaddexp(0, logits) - labels * logits
        return entropy.sum() + prior / 2 * ((theta - start) ** 2).sum()

    theta = start.astype(float)
    for _ in range(steps):
        p = 0.5 * (1 + np.tanh(rows @ theta / 2))
        gradient = rows.T @ (p - labels) + prior * (theta - start)
        curvature = (rows * (p * (1 - p))[:, None]).T @ rows + prior * np.eye(len(theta))
        step, size, now = np.linalg.solve(curvature, gradient), 1.0, loss(theta)
        while size > 1e-6 and loss(theta - size * step) > now:
            size /= 2
        if np.abs(size * step).max() < 1e-10:
            break
        theta = theta - size * step
    return theta
