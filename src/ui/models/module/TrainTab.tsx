// How a module is trained: its arguments, its curves, its time, which scripts do what, and what it may and may not do.

import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { MODULE_LIMITS } from '../../../client/module-limits';
import { isScript } from '../../../ml/modules/paths';
import { formatBytes, formatCount, formatTimeLeft, plural } from '../../components/format';
import { formatDuration } from '../../components/metrics/words';
import { NumberField } from '../../components/NumberField';
import { Note, Section, Term } from '../../components/Section';
import { chooseScript, set, train } from './actions';
import { argsOf } from './args';
import classes from './Module.module.css';
import { useModule } from './store';

const A_DAY = 86_400;

export function TrainTab({ id }: { readonly id: string }) {
  return (
    <>
      <How id={id} />
      <Scripts id={id} />
      <Limits />
    </>
  );
}

function How({ id }: { readonly id: string }) {
  const settings = useModule((ui) => ui.settings);
  if (!settings) return null;
  const { args, tensorboard, seconds } = settings;
  const read = argsOf(args);
  return (
    <Section title="How it is trained">
      <TextInput
        size="xs"
        label={<Term word="Arguments" term="args" />}
        classNames={{ input: classes.code ?? '' }}
        placeholder="--epochs 200"
        maxLength={10_000}
        value={args}
        error={read.ok ? null : read.message}
        onChange={({ currentTarget: { value } }) => set({ args: value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void train(id);
        }}
      />
      <Note>
        {read.ok && read.args.length > 0 ? (
          <>
            <code>train</code> is given {plural(read.args.length, 'text')}: {JSON.stringify(read.args)}
          </>
        ) : (
          <>Words with spaces between them; in quotes where one has a space itself. The script says which it knows.</>
        )}
      </Note>
      <Checkbox
        size="xs"
        label={<Term word="Keep curves" term="tensorBoardEnabled" />}
        checked={tensorboard}
        onChange={({ currentTarget: { checked } }) => set({ tensorboard: checked })}
      />
      <NumberField
        label={<Term word="Ended after, seconds" />}
        value={seconds}
        min={1}
        max={A_DAY}
        onCommit={(value) => set({ seconds: value })}
      />
    </Section>
  );
}

const ROLES = [
  { role: 'trainingScript', label: 'Trains' },
  { role: 'servingScript', label: 'Answers' },
] as const;

function Scripts({ id }: { readonly id: string }) {
  const info = useModule((ui) => ui.info);
  const files = useModule((ui) => ui.files);
  if (!info || !files) return null;
  const scripts = files.map(({ path }) => path).filter(isScript);
  return (
    <Section title="Which script does what">
      {ROLES.map(({ role, label }) => {
        const now = info[role];
        // One of another language, which runs elsewhere, is named all the same.
        const paths = now === null || scripts.includes(now) ? scripts : [now, ...scripts];
        return (
          <NativeSelect
            key={role}
            size="xs"
            label={<Term word={label} term={role} />}
            data={[{ value: '', label: 'None' }, ...paths]}
            value={now ?? ''}
            onChange={({ currentTarget: { value } }) => void chooseScript(id, role, value === '' ? null : value)}
          />
        );
      })}
    </Section>
  );
}

function Limits() {
  const { fileBytes, files, scriptBytes, loadSeconds, predictSeconds, answerBytes } = MODULE_LIMITS;
  return (
    <Section title="What it may do">
      <Note>
        It may read and write its own files and nothing else: no network, no storage, no page, nothing of the app. So a
        script from anywhere can be tried, and what you keep here cannot leave by it.
      </Note>
      <Note>
        Training may write {formatCount(files)} files of {formatBytes(fileBytes)} in all. Loading may take{' '}
        {formatTimeLeft(loadSeconds)}, an answer {formatDuration(predictSeconds)} and {formatBytes(answerBytes)}, all
        scripts {formatBytes(scriptBytes)}. Memory is what the browser gives one tab: a script that takes more is ended
        by it, sometimes with its tab.
      </Note>
      <Note>
        What training writes becomes the module’s when it ends well. Where it is interrupted, by a reload or a closed
        tab, it finds its folder as it had left it when it is begun again: a script that looks for what it had saved
        goes on from there.
      </Note>
    </Section>
  );
}
