"""An image classifier, forwards and back: convolutions, max-pooling and linear layers (LeCun et al. 1998).

Values stand as [n, height, width, channels]; weights as the file has them, [outputs, side, side, channels] of a convolution
and [outputs, inputs] of a linear layer.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# What comes out, and its slope by what came out.
_ACTIVATIONS = {
    'relu': (lambda x: np.maximum(x, 0), lambda y: y > 0),
    'tanh': (np.tanh, lambda y: 1 - y * y),
    'sigmoid': (lambda x: 0.5 * (1 + np.tanh(x / 2)), lambda y: y * (1 - y)),
    'none': (lambda x: x, lambda y: np.ones_like(y)),
}


def layers_of(config):
    """(kind, name, activation) one after the other; kind: 'conv', 'pool' or 'dense'. Nothing is left out in answering."""
    structure, layers = config['structure'], []
    activation = structure.get('activation', 'relu')
    for stage in range(len(structure.get('stages', []))):
        for part in range(structure.get('convolutions', 2)):
            layers.append(('conv', 'stages.%d.%d' % (stage, part), activation))
        layers.append(('pool', '', ''))
    layers += [('dense', 'hidden.%d' % i, activation) for i in range(len(structure['hidden']))]
    return [*layers, ('dense', 'classifier', 'none')]


def normalised(config, pixels):
    """Bytes [n, height, width, channels] as the network takes them."""
    return (pixels / 255 - np.array(config['mean'])) / np.array(config['std'])


def forward(layers, weights, values, mask=1):
    """What goes into each layer, and the logits last. `mask` [n, inputs]: what dropout leaves of what the last one reads."""
    passed = [values]
    for kind, name, activation in layers:
        x = passed[-1]
        if kind == 'pool':
            passed.append(_windows(x).max(axis=3))
            continue
        if kind == 'dense':
            x = x.reshape(len(x), -1) * (mask if name == 'classifier' else 1)
        rows = _patches(x, weights[name + '.weight'].shape[1]) if kind == 'conv' else x
        matrix = weights[name + '.weight'].reshape(len(weights[name + '.bias']), -1)
        passed.append(_ACTIVATIONS[activation][0](rows @ matrix.T + weights[name + '.bias']))
    return passed


def backward(layers, weights, passed, error, mask=1):
    """Gradients by name, of a loss whose gradient by the logits is `error` [n, classes]; `mask` as it was forwards."""
    gradients = {}
    for at in range(len(layers) - 1, -1, -1):
        (kind, name, activation), x, y = layers[at], passed[at], passed[at + 1]
        if kind == 'pool':
            error = _unpool(x, y, error.reshape(y.shape))
            continue
        error = error.reshape(y.shape) * _ACTIVATIONS[activation][1](y)
        weight, left = weights[name + '.weight'], mask if name == 'classifier' else 1
        rows = _patches(x, weight.shape[1]) if kind == 'conv' else x.reshape(len(x), -1) * left
        flat = error.reshape(-1, len(weight))
        gradients[name + '.weight'] = (flat.T @ rows.reshape(len(flat), -1)).reshape(weight.shape)
        gradients[name + '.bias'] = flat.sum(axis=0)
        if at == 0:
            break
        back = error @ weight.reshape(len(weight), -1)
        error = _unpatch(back, x, weight.shape[1]) if kind == 'conv' else back * left
    return gradients


def _patches(x, side):
    """[n, height, width, side · side · channels], zeros around the picture."""
    border = side // 2
    padded = np.pad(x, ((0, 0), (border, border), (border, border), (0, 0)))
    windows = sliding_window_view(padded, (side, side), axis=(1, 2))
    return windows.transpose(0, 1, 2, 4, 5, 3).reshape(*x.shape[:3], -1)


def _unpatch(back, x, side):
    """What each pixel had a part in, added up."""
    n, height, width, channels = x.shape
    border = side // 2
    total = np.zeros((n, height + 2 * border, width + 2 * border, channels), dtype=back.dtype)
    parts = back.reshape(n, height, width, side, side, channels)
    for row in range(side):
        for column in range(side):
            total[:, row:row + height, column:column + width] += parts[:, :, :, row, column]
    return total[:, border:border + height, border:border + width]


def _windows(x):
    """[n, height / 2, width / 2, 4, channels]; an odd row or column at the end is passed over."""
    n, height, width, channels = x.shape
    even = x[:, :height // 2 * 2, :width // 2 * 2].reshape(n, height // 2, 2, width // 2, 2, channels)
    return even.transpose(0, 1, 3, 2, 4, 5).reshape(n, height // 2, width // 2, 4, channels)


def _unpool(x, y, error):
    """To the first of the largest."""
    n, height, width, channels = y.shape
    first = _windows(x).argmax(axis=3)[:, :, :, None] == np.arange(4)[:, None]
    spread = (first * error[:, :, :, None]).reshape(n, height, width, 2, 2, channels)
    out = np.zeros_like(x)
    out[:, :2 * height, :2 * width] = spread.transpose(0, 1, 3, 2, 4, 5).reshape(n, 2 * height, 2 * width, channels)
    return out
