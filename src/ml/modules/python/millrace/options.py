"""What a training script is called with: one path, and options as "--name=value"."""

import math
import os


def read_args(args, defaults, what):
    """(path, options) where `what` says what the path is. An option is of the type of its default."""
    paths = [arg for arg in args if not arg.startswith('--')]
    if len(paths) != 1:
        raise ValueError('The first argument is %s.' % what)
    options = dict(defaults)
    for arg in args:
        if not arg.startswith('--'):
            continue
        name, _, text = arg[2:].partition('=')
        name = name.replace('-', '_')
        if name not in options:
            raise ValueError('--%s is not known; %s are.' % (name, ', '.join('--' + key for key in options)))
        value, accepted = _whole(text, 0 if name == 'seed' else 1) if isinstance(defaults[name], int) else _real(text)
        if value is None:
            raise ValueError('--%s must be %s, not \u201c%s\u201d.' % (name, accepted, text))
        options[name] = value
    return paths[0], options


def files_in(folder):
    """Paths of the files to learn from, in order, without what systems leave among them."""
    names = [name for name in sorted(os.listdir(folder)) if not name.startswith('._')]
    return [os.path.join(folder, name) for name in names if name.lower() not in ('.ds_store', 'thumbs.db')]


def _whole(text, least):
    """(the number, what is accepted); None in place of what is not."""
    value = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else -1
    return value if least <= value < 2 ** 32 else None, 'a whole number of at least %d' % least


def _real(text):
    """As `_whole`. Of NaN, which float reads, a model would become NaN itself."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    return value if 0 <= value < math.inf else None, 'a number of 0 or more'
