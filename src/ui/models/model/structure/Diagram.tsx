// A model's build as boxes from what goes in to what comes out, with the shape of what goes from one to the next.

import type { ModelLayer } from '../../../../wire/library';
import { plural } from '../../../components/format';
import { shapeOf } from '../../../components/layerNames';
import { Part } from '../../../components/part/Part';
import { shortCount } from '../../../components/shortCount';
import { type Block, drawingOf, inWords } from './blocks';
import classes from './Structure.module.css';

export function Diagram({ layers }: { readonly layers: readonly ModelLayer[] }) {
  const drawing = drawingOf(layers);
  const most = Math.max(1, ...layers.map(({ parameters }) => parameters));
  return (
    <Part id="diagram" title="How it is built">
      <p className="visually-hidden">{inWords(drawing)}</p>
      <div className={classes.diagram} data-testid="diagram">
        <div className={classes.lanes}>
          {drawing.lanes.map(({ name, blocks }) => (
            <div key={name} className={classes.lane}>
              {name !== '' && <span className={classes.laneName}>{name}</span>}
              <Chain blocks={blocks} most={most} label={name || 'From what goes in to what comes out'} />
            </div>
          ))}
        </div>
        {drawing.joined.length > 0 && <Chain blocks={drawing.joined} most={most} label="After both" />}
      </div>
    </Part>
  );
}

interface ChainProps {
  readonly blocks: readonly Block[];
  /** Parameters of the largest layer. */
  readonly most: number;
  readonly label: string;
}

function Chain({ blocks, most, label }: ChainProps) {
  return (
    <ol className={classes.chain} aria-label={label}>
      {blocks.map((block) => (
        <li key={block.name}>
          <div className={classes.block}>
            <strong>{block.name}</strong>
            {block.kind && <span>{block.kind}</span>}
            {block.layers > 1 && <span>{plural(block.layers, 'layer')}</span>}
            {block.parameters > 0 && (
              <span title={plural(block.parameters, 'parameter')}>
                {shortCount(block.parameters)} {block.parameters === 1 ? 'parameter' : 'parameters'}
              </span>
            )}
            <span
              className={classes.weight}
              data-mark
              style={{ width: widthOf(block.parameters / most) }}
              aria-hidden
            />
          </div>
          <span className={classes.shape}>{shapeOf(block.output)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Parameters as a bar: the root keeps small ones in sight beside embeddings. */
function widthOf(share: number): string {
  return `${Math.min(100, 100 * Math.sqrt(share)).toFixed(1)}%`;
}
