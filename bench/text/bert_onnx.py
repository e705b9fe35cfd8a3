#!/usr/bin/env python3
"""Writes textbook BERT as ONNX, for onnxruntime-web: bert_onnx.py config.json model.safetensors out.onnx

Input ids [batch, tokens] int64, no padding; output logits [batch, labels]. LayerNorm is ONNX's own operation and GELU
stands as onnxruntime expects it, so that it can put in its fused one. Queries, keys and values are one product.
"""

import json
import math
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from weights import read_safetensors


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], {}

    def add(self, kind, inputs, **attributes):
        return self.several(kind, inputs, 1, **attributes)[0]

    def several(self, kind, inputs, count, **attributes):
        outputs = [f"v{len(self.nodes)}_{i}" for i in range(count)]
        self.nodes.append(helper.make_node(kind, inputs, outputs, **attributes))
        return outputs

    def constant(self, name, value):
        self.constants[name] = np.asarray(value, order="C")
        return name


class Bert:
    def __init__(self, config, arrays, graph):
        self.config, self.arrays, self.graph = config, arrays, graph

    def parameter(self, name):
        return self.graph.constant(name, self.arrays[name])

    def affine(self, x, name, weight, bias):
        g = self.graph
        product = g.add("MatMul", [x, g.constant(f"{name}.weight.T", weight.T)])
        return g.add("Add", [product, g.constant(f"{name}.bias", bias)])

    def linear(self, x, name):
        return self.affine(x, name, self.arrays[f"{name}.weight"], self.arrays[f"{name}.bias"])

    def norm(self, x, name):
        inputs = [x, self.parameter(f"{name}.weight"), self.parameter(f"{name}.bias")]
        return self.graph.add("LayerNormalization", inputs, axis=-1, epsilon=self.config["layer_norm_eps"])

    def gelu(self, x):
        g = self.graph
        root = g.constant("sqrt2", np.float32(math.sqrt(2)))
        erf = g.add("Erf", [g.add("Div", [x, root])])
        product = g.add("Mul", [x, g.add("Add", [erf, g.constant("one", np.float32(1))])])
        return g.add("Mul", [product, g.constant("half", np.float32(0.5))])

    def embed(self, ids, tokens):
        g, at = self.graph, "bert.embeddings"
        words = g.add("Gather", [self.parameter(f"{at}.word_embeddings.weight"), ids])
        places = self.arrays[f"{at}.position_embeddings.weight"][:tokens]
        fixed = places + self.arrays[f"{at}.token_type_embeddings.weight"][0]
        return self.norm(g.add("Add", [words, g.constant("places", fixed)]), f"{at}.LayerNorm")

    def attend(self, x, layer):
        g, hidden, heads = self.graph, self.config["hidden_size"], self.config["num_attention_heads"]
        size = hidden // heads
        own = f"{layer}.attention.self"
        parts = [f"{own}.{part}" for part in ("query", "key", "value")]
        stacked = [np.concatenate([self.arrays[f"{part}.{kind}"] for part in parts]) for kind in ("weight", "bias")]
        split = g.several("Split", [self.affine(x, f"{own}.qkv", *stacked)], 3, axis=2)
        apart = g.constant("apart", np.array([0, 0, heads, size], dtype=np.int64))
        q, k, v = (g.add("Reshape", [part, apart]) for part in split)
        q, v = (g.add("Transpose", [part], perm=[0, 2, 1, 3]) for part in (q, v))
        k = g.add("Transpose", [k], perm=[0, 2, 3, 1])
        scores = g.add("Div", [g.add("MatMul", [q, k]), g.constant("scale", np.float32(math.sqrt(size)))])
        mixed = g.add("MatMul", [g.add("Softmax", [scores], axis=-1), v])
        together = g.add("Transpose", [mixed], perm=[0, 2, 1, 3])
        joined = g.add("Reshape", [together, g.constant("joined", np.array([0, 0, hidden], dtype=np.int64))])
        return self.linear(joined, f"{layer}.attention.output.dense")

    def layer(self, x, layer):
        g = self.graph
        x = self.norm(g.add("Add", [x, self.attend(x, layer)]), f"{layer}.attention.output.LayerNorm")
        wide = self.gelu(self.linear(x, f"{layer}.intermediate.dense"))
        return self.norm(g.add("Add", [x, self.linear(wide, f"{layer}.output.dense")]), f"{layer}.output.LayerNorm")

    def logits(self, ids, tokens):
        g = self.graph
        x = self.embed(ids, tokens)
        for i in range(self.config["num_hidden_layers"]):
            x = self.layer(x, f"bert.encoder.layer.{i}")
        first = g.add("Gather", [x, g.constant("first", np.int64(0))], axis=1)
        return self.linear(g.add("Tanh", [self.linear(first, "bert.pooler.dense")]), "classifier")


def main(config_file, weights_file, out, tokens):
    with open(config_file) as file:
        config = json.load(file)
    graph = Graph()
    logits = Bert(config, read_safetensors(weights_file), graph).logits("ids", tokens)
    graph.nodes.append(helper.make_node("Identity", [logits], ["logits"]))
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", tokens])
    result = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", config["num_labels"]])
    constants = [numpy_helper.from_array(value, name) for name, value in graph.constants.items()]
    whole = helper.make_graph(graph.nodes, "bert", [ids], [result], constants)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)])
    onnx.checker.check_model(model)
    onnx.save(model, out)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]))
