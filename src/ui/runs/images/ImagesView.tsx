// Image models and the images they learn from.

interface ImagesViewProps {
  /** The one that answers, by its id. */
  readonly model: string | null;
  readonly onModel: (id: string | null) => void;
}

export function ImagesView({ model }: ImagesViewProps) {
  return <h2>{model ?? 'Images'}</h2>;
}
