// Where something was thrown: each place in the module's files is a button that opens it.

import { joined } from '../../../ml/modules/paths';
import { openFile } from './desk';
import classes from './Output.module.css';
import { stackLines } from './stack';
import { useModule } from './store';

/** A text that is no stack stands as it is. */
export function Stack({ stack }: { readonly stack: string }) {
  const folder = useModule((ui) => ui.info?.folder ?? '');
  const lines = stackLines(stack);
  if (!lines) return <pre className={classes.plain}>{stack}</pre>;
  return (
    <ul className={classes.stack} data-testid="stack" aria-label="Where it happened, the innermost first">
      {lines.map(({ at, called, path, line }) => (
        <li key={at}>
          at {called && `${called} `}
          <button type="button" onClick={() => void openFile(joined(folder, path), line ?? 1)}>
            {line === null ? path : `${path}:${line}`}
          </button>
        </li>
      ))}
    </ul>
  );
}
