// Builds an ONNX model operation by operation and writes it as protocol buffers (github.com/onnx/onnx, onnx/onnx.proto3,
// docs/IR.md). Pinned: operator set 17 of the default domain, IR version 8. The same graph gives the same bytes. Constants
// stand in initializers; matrices may be kept in half precision or int8 and are brought to float32 by Cast and Mul when the
// model is loaded.

import { quantiseRows } from '../../bert/safetensors';
import { formatBytes } from '../../bytes';
import { MessageWriter } from '../../logs/wire-format';
import { FormatError } from '../errors';
import type { Precision } from '../files';
import {
  type Constant,
  type ElementType,
  floats,
  halves,
  int8s,
  integers,
  packedInts,
  TYPES,
  tensorMessage,
} from './tensor';

export const OPSET = 17;
export const IR_VERSION = 8;
/** The domain of classical models, and its operator set that belongs to 17. */
export const ML_DOMAIN = 'ai.onnx.ml';
const ML_OPSET = 3;

/** Protocol buffers hold no larger message (docs/IR.md asks for external data beyond it). */
const MAX_BYTES = 2 ** 31 - 1;

export type Attribute =
  | number
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: ArrayLike<number> };

/** A number, or the name of a size that varies. */
export type Dimension = number | string;

export interface Described {
  readonly name: string;
  /** What it is for, and how to use it. */
  readonly doc: string;
  /** Metadata: texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

export class Graph {
  private readonly nodes: MessageWriter[] = [];
  private readonly constants = new Map<string, MessageWriter>();
  private readonly inputs: MessageWriter[] = [];
  private readonly outputs: MessageWriter[] = [];
  private values = 0;
  /** Whether an operation of the machine-learning domain is used. */
  private ml = false;

  /** `precision`: of matrices. */
  constructor(private readonly precision: Precision = 'float32') {}

  input(name: string, type: ElementType, dims: readonly Dimension[], doc: string): string {
    this.inputs.push(valueInfo(name, type, dims, doc));
    return name;
  }

  /** Gives the value the name it is known by outside. */
  output(value: string, name: string, type: ElementType, dims: readonly Dimension[], doc: string): void {
    this.node('Identity', [value], [name], {});
    this.outputs.push(valueInfo(name, type, dims, doc));
  }

  /** An operation with one result; "ML_DOMAIN/name" where it is not of the default domain. */
  add(operation: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.several(operation, inputs, 1, attributes)[0];
  }

  several(
    operation: string,
    inputs: readonly string[],
    count: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string[] {
    const outputs = Array.from({ length: count }, () => `v${this.values++}`);
    this.node(operation, inputs, outputs, attributes);
    return outputs;
  }

  /** A constant by its name; the same name is the same constant. */
  constant(name: string, value: Constant): string {
    if (!this.constants.has(name)) this.constants.set(name, tensorMessage(name, value));
    return name;
  }

  /** Whole numbers: shapes, axes, places. */
  whole(...values: number[]): string {
    return this.constant(`int64.${values.join('.')}`, integers(values));
  }

  scalar(value: number): string {
    return this.constant(`float.${value}`, floats([value], []));
  }

  vector(name: string, data: ArrayLike<number>): string {
    return this.constant(name, floats(data, [data.length]));
  }

  /** Rows of numbers, [rows, …], in the graph's precision, as float32. */
  matrix(name: string, data: ArrayLike<number>, dims: readonly number[]): string {
    if (this.precision === 'float32') return this.constant(name, floats(data, dims));
    if (this.precision === 'float16') return this.toFloat(this.constant(name, halves(data, dims)));
    const { whole, scale } = this.quantised(name, data, dims);
    return this.add('Mul', [this.toFloat(whole), scale]);
  }

  /** Rows of a table by their numbers: only those that are asked for are brought to float32. */
  rows(name: string, data: ArrayLike<number>, dims: readonly number[], indices: string): string {
    if (this.precision === 'float32') return this.add('Gather', [this.constant(name, floats(data, dims)), indices]);
    if (this.precision === 'float16') {
      return this.toFloat(this.add('Gather', [this.constant(name, halves(data, dims)), indices]));
    }
    const { whole, scale } = this.quantised(name, data, dims);
    const [values, scales] = [whole, scale].map((table) => this.add('Gather', [table, indices]));
    return this.add('Mul', [this.toFloat(values), scales]);
  }

  /** As `<name>` int8 and `<name>.scale` float32 with one number a row. */
  private quantised(name: string, data: ArrayLike<number>, dims: readonly number[]) {
    const { values, scale } = quantiseRows(Float32Array.from(data), dims[0]);
    const broad = dims.map((size, axis) => (axis === 0 ? size : 1));
    return {
      whole: this.constant(name, int8s(values, dims)),
      scale: this.constant(`${name}.scale`, floats(scale, broad)),
    };
  }

  toFloat(value: string): string {
    return this.add('Cast', [value], { to: TYPES.float });
  }

  private node(
    operation: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
  ): void {
    const node = new MessageWriter();
    for (const input of inputs) node.string(1, input, true);
    for (const output of outputs) node.string(2, output);
    const [kind, domain = ''] = operation.split('/').reverse();
    node.string(3, `${kind}_${this.nodes.length}`).string(4, kind);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attributeMessage(name, value));
    if (domain !== '') this.ml = true;
    this.nodes.push(node.string(7, domain));
  }

  /** ModelProto. @throws FormatError where it would be larger than such files can be */
  finish({ name, doc, metadata }: Described): Uint8Array<ArrayBuffer> {
    const graph = new MessageWriter();
    for (const node of this.nodes) graph.message(1, node);
    graph.string(2, name);
    for (const constant of this.constants.values()) graph.message(5, constant);
    graph.string(10, doc);
    for (const input of this.inputs) graph.message(11, input);
    for (const output of this.outputs) graph.message(12, output);
    const model = new MessageWriter().int(1, IR_VERSION).string(2, 'Millrace').string(6, doc).message(7, graph);
    model.message(8, new MessageWriter().int(2, OPSET));
    if (this.ml) model.message(8, new MessageWriter().string(1, ML_DOMAIN).int(2, ML_OPSET));
    for (const [key, value] of Object.entries(metadata)) {
      model.message(14, new MessageWriter().string(1, key).string(2, value));
    }
    const bytes = model.finish();
    if (bytes.length > MAX_BYTES) {
      throw new FormatError('onnx', `The model is too large for one ONNX file: ${formatBytes(MAX_BYTES)} at most.`);
    }
    return new Uint8Array(bytes);
  }
}

/** AttributeProto: name 1, f 2, i 3, floats 7, ints 8, type 20 (FLOAT 1, INT 2, FLOATS 6, INTS 7). */
function attributeMessage(name: string, value: Attribute): MessageWriter {
  const message = new MessageWriter().string(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, 2);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  if ('floats' in value) return message.blob(7, floats(value.floats, []).bytes).int(20, 6);
  return message.blob(8, packedInts(value)).int(20, 7);
}

/** ValueInfoProto: name 1, type 2 (tensor_type 1: elem_type 1, shape 2), doc_string 3. */
function valueInfo(name: string, type: ElementType, dims: readonly Dimension[], doc: string): MessageWriter {
  const shape = new MessageWriter();
  for (const dim of dims) {
    const message = new MessageWriter();
    shape.message(1, typeof dim === 'number' ? message.int(1, dim) : message.string(2, dim));
  }
  const tensor = new MessageWriter().int(1, TYPES[type]).message(2, shape);
  return new MessageWriter().string(1, name).message(2, new MessageWriter().message(1, tensor)).string(3, doc);
}
