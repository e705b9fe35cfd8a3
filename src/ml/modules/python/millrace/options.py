"""What a training script is called with: one path, and options as "--name=value"."""


def read_args(args, defaults, what):
    """(path, options) where `what` says what the path is. An option is of the type of its default."""
    paths = [arg for arg in args if not arg.startswith('--')]
    if len(paths) != 1:
        raise ValueError('The first argument is %s.' % what)
    options = dict(defaults)
    for arg in args:
        if not arg.startswith('--'):
            continue
        name, _, value = arg[2:].partition('=')
        name = name.replace('-', '_')
        if name not in options:
            raise ValueError('--%s is not known; %s are.' % (name, ', '.join('--' + key for key in options)))
        try:
            options[name] = type(defaults[name])(value)
        except ValueError:
            accepted = 'a whole number' if isinstance(defaults[name], int) else 'a number'
            raise ValueError('--%s must be %s, not \u201c%s\u201d.' % (name, accepted, value)) from None
    return paths[0], options
