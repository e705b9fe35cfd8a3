// All options of `aimodellib package`, with its defaults, on the page.

import { Button, NativeSelect, SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core';
import { Package } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { service } from '../../../../client';
import { ServiceError } from '../../../../wire/errors';
import type { ModelDetail, ModelFormat, PackageRequest, Precision } from '../../../../wire/library';
import type { ExportedFile } from '../../../../wire/runs';
import { BusyButton } from '../../../components/BusyButton';
import { Note, Term } from '../../../components/Section';
import type { TakeAwayHandle } from '../../../components/useTakeAway';
import classes from './Away.module.css';
import { Leaving } from './Leaving';
import { needsInWords } from './needs';
import { defaultsOf, type Options, requestOf } from './options';

type TextOption = Exclude<keyof Options, 'enableTensorboard' | 'manifest' | 'python'>;

interface Field {
  readonly name: TextOption;
  readonly word: string;
  readonly hint?: string;
}

const FIELDS: readonly Field[] = [
  { name: 'module', word: 'Folder of the module', hint: 'From the archive’s root; empty: the root itself.' },
  { name: 'trainingScript', word: 'Script that trains', hint: 'Empty: it cannot be trained.' },
  { name: 'servingScript', word: 'Script that serves', hint: 'Empty: it cannot be served.' },
  { name: 'logDirectory', word: 'Folder of logs' },
  { name: 'logNamingFormat', word: 'How logs are named', hint: 'As strftime has it: %Y the year, %m the month …' },
  { name: 'tensorboardDirectory', word: 'Folder of TensorBoard’s files' },
];

interface Problem {
  readonly field: string;
  readonly message: string;
}

interface PackageFormProps {
  readonly model: ModelDetail;
  readonly formats: readonly ModelFormat[];
  readonly precisions: readonly Precision[];
  readonly away: TakeAwayHandle<string>;
}

/** What is on its way out by this form; all else is called by its format. */
const PACKAGE = 'archive with options';

const PYTHONS = [
  { value: 'numpy', label: 'NumPy' },
  { value: 'onnxruntime', label: 'ONNX Runtime' },
] as const satisfies readonly { value: Options['python']; label: string }[];

export function PackageForm({ model, formats, precisions, away: { busy, take, cancel } }: PackageFormProps) {
  const defaults = defaultsOf(model);
  const own = model.kind === 'module';
  const [options, setOptions] = useState(defaults);
  const [precision, setPrecision] = useState(precisions[0]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const set = (patch: Partial<Options>) => setOptions({ ...options, ...patch });
  const replaced = options.manifest.trim() !== '';
  const learns = options.python === 'numpy';
  const errorOf = (field: string) => (problem?.field === field ? problem.message : null);
  const reset = () => {
    setOptions(defaults);
    setPrecision(precisions[0]);
    setProblem(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy !== null) return;
    const requested = requestOf(options, defaults, precision);
    if (!requested.ok) return setProblem({ field: 'manifest', message: requested.message });
    setProblem(null);
    await take(PACKAGE, () => packaged(model.id, requested.request, setProblem));
  };
  return (
    <form className={classes.package} aria-label="Options of the archive" onSubmit={(event) => void submit(event)}>
      {own && <Note>Fields left empty stay as its manifest says.</Note>}
      {!own && model.origin === 'imported' && (
        <Note>Fields that you leave alone stay as in the manifest that it came with, where there was one.</Note>
      )}
      {!own && (
        <div className={classes.python}>
          <span className={classes.label}>
            <Term word="Python serves it by" term="python" />
          </span>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label="Python serves it by"
            data={[...PYTHONS]}
            value={options.python}
            onChange={(value) => set({ python: PYTHONS.find((one) => one.value === value)?.value ?? 'numpy' })}
          />
          <Note>{needsInWords(options.python, model.kind, formats, precision ?? 'float32')}</Note>
        </div>
      )}
      {FIELDS.map(({ name, word, hint }) => (
        <TextInput
          key={name}
          size="xs"
          label={<Term word={word} term={name} />}
          description={own ? undefined : hint}
          disabled={replaced || (name === 'trainingScript' && !learns)}
          error={errorOf(name)}
          value={name === 'trainingScript' && !learns ? '' : options[name]}
          onChange={({ currentTarget: { value } }) => set({ [name]: value })}
        />
      ))}
      <Switch
        size="xs"
        label={<Term word="Write TensorBoard’s files" term="enableTensorboard" />}
        disabled={replaced}
        checked={options.enableTensorboard}
        onChange={({ currentTarget: { checked } }) => set({ enableTensorboard: checked })}
      />
      <Textarea
        size="xs"
        label={<Term word="In place of all these" term="manifest" />}
        description="What a manifest.json holds, with parameters of your own if you like."
        classNames={{ input: classes.source ?? '' }}
        autosize
        minRows={1}
        maxRows={12}
        placeholder="{ … }"
        error={errorOf('manifest')}
        value={options.manifest}
        onChange={({ currentTarget: { value } }) => set({ manifest: value })}
      />
      {precisions.length > 1 && (
        <NativeSelect
          size="xs"
          label={<Term word="Numbers kept as" term="precision" />}
          data={[...precisions]}
          value={precision}
          onChange={({ currentTarget: { value } }) =>
            setPrecision(precisions.find((one) => one === value) ?? precisions[0])
          }
        />
      )}
      <TextInput
        size="xs"
        label={<Term word="Name of the file" term="output" />}
        error={errorOf('output')}
        value={options.output}
        onChange={({ currentTarget: { value } }) => set({ output: value })}
      />
      {problem && !isShown(problem.field) && (
        <p className={classes.problem} role="alert">
          {problem.message}
        </p>
      )}
      <div className={classes.buttons}>
        <BusyButton
          type="submit"
          size="xs"
          busy={busy === PACKAGE}
          possible={busy === null}
          leftSection={<Package size={14} aria-hidden />}
        >
          Package
        </BusyButton>
        <Button size="xs" variant="default" onClick={reset}>
          Defaults
        </Button>
      </div>
      {busy === PACKAGE && <Leaving onCancel={cancel} />}
    </form>
  );
}

/** Null where something is wrong with the options, which is told. */
async function packaged(
  id: string,
  request: PackageRequest,
  tell: (problem: Problem) => void,
): Promise<ExportedFile | null> {
  try {
    return await service.library.package(id, request);
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === 'invalid')) throw error;
    tell({ field: error.details[0]?.field ?? '', message: error.message });
    return null;
  }
}

/** A field shows its own problem. */
function isShown(field: string): boolean {
  return field === 'manifest' || field === 'output' || FIELDS.some(({ name }) => name === field);
}
