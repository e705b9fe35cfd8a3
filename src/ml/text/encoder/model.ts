// The encoder as a text model: scores, explains and describes itself. It never changes; training makes new files.

import { architectureName, type EncoderConfig } from '../../bert/config';
import { Encoder } from '../../bert/encoder';
import { EncoderError } from '../../bert/errors';
import { parameterTable } from '../../bert/parameters';
import { writeSafetensors } from '../../bert/safetensors';
import { encoderStructure } from '../../bert/structure';
import { freshWeights, toFile } from '../../bert/weights';
import type { NnBackend } from '../../compute/nn/types';
import type { Embeddings, Explanation, LayerInfo, ModelFiles, TextModel, TextModelInfo, TextScore } from '../types';
import { integratedGradients } from './explain';
import { CONFIG_FILE, readEncoder, readTokenizer, VOCABULARY_FILE, WEIGHTS_FILE, writeConfig } from './files';
import type { ReadText } from './reader';
import { Scorer } from './scorer';
import { wordWeights } from './words';

export class EncoderModel implements TextModel {
  readonly info: TextModelInfo;
  readonly #config: EncoderConfig;
  readonly #scorer: Scorer;

  /** Throws EncoderError or VocabularyError where the files are no two-class encoder; NnMemoryError without room. */
  constructor(
    nn: NnBackend,
    private readonly files: ModelFiles,
  ) {
    const { config, weights } = readEncoder(files);
    if (config.num_labels !== 2) {
      throw new EncoderError('num_labels', `The model tells ${config.num_labels} classes apart, not two`);
    }
    this.#config = config;
    const encoder = new Encoder(nn, config, weights);
    this.#scorer = new Scorer(encoder, readTokenizer(files, config), config.max_position_embeddings);
    this.info = {
      kind: 'encoder',
      architecture: architectureName(config),
      parameters: parameterTable(config, ['classifier']).reduce((sum, { size }) => sum + size, 0),
      maxTokens: config.max_position_embeddings,
      engine: nn.description,
    };
  }

  async score(texts: readonly string[]): Promise<TextScore[]> {
    const read = texts.map((text) => this.#scorer.read(text));
    const logits = await this.#scorer.logits(read.map(({ ids }) => ids));
    return read.map((one, i) => this.#toScore(one, texts[i], logits[i]));
  }

  async explain(text: string, pause?: () => Promise<void>): Promise<Explanation> {
    const read = this.#scorer.read(text);
    const { weights, base, logit } = await integratedGradients(this.#scorer, read, pause);
    const words = wordWeights(read, text, weights);
    const sum = words.reduce((total, { weight }) => total + weight, base);
    const gap = Math.abs(sum - logit);
    return { score: this.#toScore(read, text, logit), method: 'integrated-gradients', words, base, gap };
  }

  /** What the classifier reads: the pooled output. */
  embed(texts: readonly string[]): Promise<Embeddings> {
    return this.#scorer.embeddings(texts.map((text) => this.#scorer.read(text).ids));
  }

  structure(): readonly LayerInfo[] {
    return encoderStructure(this.#config);
  }

  async save(): Promise<ModelFiles> {
    return new Map(this.files);
  }

  dispose(): void {
    this.#scorer.free();
    this.#scorer.encoder.dispose();
  }

  /** Tokens are counted with [CLS] and [SEP]. */
  #toScore({ pieces, ids }: ReadText, text: string, logit: number): TextScore {
    const tokens = pieces.ids.length + 2;
    const foreign = this.#scorer.tokenizer.seemsForeign(pieces, text);
    return { score: 1 / (1 + Math.exp(-logit)), logit, tokens, tokensRead: ids.length, foreign };
  }
}

/** The files of an encoder with random weights: to look at, and to train. */
export function freshEncoder(config: EncoderConfig, vocabulary: Uint8Array, seed: number): ModelFiles {
  const files = new Map<string, Uint8Array>([
    [CONFIG_FILE, writeConfig(config)],
    [VOCABULARY_FILE, vocabulary],
    [WEIGHTS_FILE, writeSafetensors(toFile(config, freshWeights(config, seed)))],
  ]);
  readTokenizer(files, config);
  return files;
}
