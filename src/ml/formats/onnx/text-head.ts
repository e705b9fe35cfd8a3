// The classifier over an encoder's output as ONNX, and what both parts of the model need: its tensors, linear layers.

import type { EncoderConfig } from '../../bert/config';
import type { Weights } from '../../bert/weights';
import { FormatError } from '../errors';
import type { Graph } from './graph';

/** Added to the scores of tokens that are not there: their share is exactly 0 after the softmax. */
const NOT_THERE = -1e30;

export class ClassifierBuild {
  constructor(
    protected readonly graph: Graph,
    protected readonly config: EncoderConfig,
    private readonly shapes: ReadonlyMap<string, readonly number[]>,
    private readonly weights: Weights,
  ) {}

  /** [batch, num_labels] from [batch, length, hidden]. */
  classify(x: string, mask: string): string {
    return this.linear(this.pool(x, mask), 'classifier');
  }

  private pool(x: string, mask: string): string {
    const { graph } = this;
    switch (this.config.pooling) {
      case 'pooler': {
        const first = graph.add('Squeeze', [graph.add('Gather', [x, graph.whole(0)], { axis: 1 }), graph.whole(1)]);
        return graph.add('Tanh', [this.linear(first, 'bert.pooler.dense')]);
      }
      case 'mean': {
        const there = graph.add('Unsqueeze', [graph.toFloat(mask), graph.whole(2)]);
        const count = graph.add('ReduceSum', [there, graph.whole(1)], { keepdims: 0 });
        return graph.add('Div', [this.total(graph.add('Mul', [x, there])), count]);
      }
      case 'attention': {
        const scores = this.linear(x, 'bert.pooler.attention');
        const away = graph.add('Unsqueeze', [this.absent(mask), graph.whole(2)]);
        const shares = graph.add('Softmax', [graph.add('Add', [scores, away])], { axis: 1 });
        return this.total(graph.add('Mul', [x, shares]));
      }
    }
  }

  /** Sum over tokens. */
  private total(x: string): string {
    return this.graph.add('ReduceSum', [x, this.graph.whole(1)], { keepdims: 0 });
  }

  /** [batch, length]: 0 where a token is, and far below where none is. */
  protected absent(mask: string): string {
    const { graph } = this;
    return graph.add('Mul', [graph.add('Sub', [graph.scalar(1), graph.toFloat(mask)]), graph.scalar(NOT_THERE)]);
  }

  /** x wᵀ + b, for x of any shape that ends in the layer's inputs. */
  protected linear(x: string, name: string): string {
    const { graph } = this;
    const weight = this.tensor(`${name}.weight`);
    const turned = graph.add('Transpose', [graph.matrix(weight.name, weight.data, weight.dims)], { perm: [1, 0] });
    return graph.add('Add', [graph.add('MatMul', [x, turned]), this.vector(`${name}.bias`)]);
  }

  protected vector(name: string): string {
    return this.graph.vector(name, this.tensor(name).data);
  }

  protected tensor(name: string): {
    readonly name: string;
    readonly data: Float32Array;
    readonly dims: readonly number[];
  } {
    const [data, dims] = [this.weights.values.get(name), this.shapes.get(name)];
    if (!data || !dims) throw new FormatError(name, `The model has no “${name}”.`);
    return { name, data, dims };
  }
}
