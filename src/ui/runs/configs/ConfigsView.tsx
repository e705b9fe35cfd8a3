// Configurations: files that say what is trained, on what, and how.

interface ConfigsViewProps {
  /** The one on show, by its id. */
  readonly config: string | null;
  readonly onConfig: (id: string | null) => void;
}

export function ConfigsView({ config }: ConfigsViewProps) {
  return <h2>{config ?? 'Configurations'}</h2>;
}
