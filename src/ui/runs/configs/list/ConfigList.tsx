// The configurations there are: one's own, and those that come with the app; and the ways to one more.

import { Button, Menu } from '@mantine/core';
import { Plus, Upload } from 'lucide-react';
import { useRef } from 'react';
import type { ConfigKind, ConfigSummary } from '../../../../wire/configs';
import { plural } from '../../../components/format';
import { Note } from '../../../components/Section';
import { KIND_WORDS } from '../../words';
import { create, importFiles } from '../actions';
import { useConfigs } from '../store';
import classes from './List.module.css';

interface ConfigListProps {
  readonly list: readonly ConfigSummary[];
  readonly shown: string | null;
  readonly onOpen: (id: string | null) => void;
}

export function ConfigList({ list, shown, onOpen }: ConfigListProps) {
  const own = list.filter(({ shipped }) => !shipped);
  const shipped = list.filter((file) => file.shipped);
  const drafts = useConfigs((ui) => ui.drafts);
  const orphans = Object.entries(drafts).filter(([id]) => list.every((file) => file.id !== id));
  return (
    <nav className={classes.panel} aria-label="Configurations">
      <div className={classes.ways}>
        <New onOpen={onOpen} />
        <Import onOpen={onOpen} />
      </div>
      <Group title="Yours" files={own} {...{ shown, onOpen }}>
        {own.length + orphans.length === 0 && (
          <Note>None yet. Change one of those below, or drop a .yaml file here.</Note>
        )}
      </Group>
      {orphans.length > 0 && (
        <ul className={classes.list}>
          {orphans.map(([id, { file_name }]) => (
            <li key={id}>
              <Entry name={file_name} shown={id === shown} onOpen={() => onOpen(id)}>
                <span className={classes.unsaved}>its file is gone, what you typed is here</span>
              </Entry>
            </li>
          ))}
        </ul>
      )}
      <Group title="Examples" files={shipped} {...{ shown, onOpen }} />
    </nav>
  );
}

/** What a new one is to train, by words for those who do not know the terms. */
const NEW: readonly { readonly kind: ConfigKind; readonly label: string }[] = [
  { kind: 'mixture', label: 'Groups in points (a Gaussian mixture)' },
  { kind: 'text', label: 'The sentiment of texts (n-gram, BERT)' },
  { kind: 'stream', label: 'A stream of examples' },
  { kind: 'image', label: 'Classes of images (CNN, MLP)' },
];

function New({ onOpen }: Pick<ConfigListProps, 'onOpen'>) {
  const begin = async (kind: ConfigKind) => {
    const id = await create(kind);
    if (id !== undefined) onOpen(id);
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="xs" leftSection={<Plus size={14} aria-hidden />}>
          New
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>What should it learn?</Menu.Label>
        {NEW.map(({ kind, label }) => (
          <Menu.Item key={kind} onClick={() => void begin(kind)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Import({ onOpen }: Pick<ConfigListProps, 'onOpen'>) {
  const input = useRef<HTMLInputElement>(null);
  const take = async (files: readonly File[]) => {
    const id = await importFiles(files);
    if (id !== undefined) onOpen(id);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,application/yaml,text/yaml"
        multiple
        hidden
        aria-label="Configuration files"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // Emptied, so that the same file can be chosen again.
          event.currentTarget.value = '';
          void take(files);
        }}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<Upload size={14} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        Import
      </Button>
    </>
  );
}

interface GroupProps extends Omit<ConfigListProps, 'list'> {
  readonly title: string;
  readonly files: readonly ConfigSummary[];
  readonly children?: React.ReactNode;
}

function Group({ title, files, shown, onOpen, children }: GroupProps) {
  return (
    <section className={classes.group}>
      <h2 className={classes.title}>{title}</h2>
      {children}
      <ul className={classes.list}>
        {files.map((file) => (
          <li key={file.id}>
            <Row file={file} shown={file.id === shown} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RowProps extends Pick<ConfigListProps, 'onOpen'> {
  readonly file: ConfigSummary;
  readonly shown: boolean;
}

function Row({ file, shown, onOpen }: RowProps) {
  const { id, name, file_name, kind, problems } = file;
  const unsaved = useConfigs((ui) => ui.drafts[id] !== undefined);
  return (
    <Entry name={name} shown={shown} onOpen={() => onOpen(id)}>
      <span className={classes.facts}>
        <bdi>{file_name}</bdi>
        {kind && ` · ${KIND_WORDS[kind]}`}
      </span>
      {(problems > 0 || unsaved) && (
        <span className={classes.facts}>
          {problems > 0 && <span className={classes.problems}>{plural(problems, 'problem')}</span>}
          {problems > 0 && unsaved && ' · '}
          {unsaved && <span className={classes.unsaved}>unsaved changes</span>}
        </span>
      )}
    </Entry>
  );
}

interface EntryProps {
  readonly name: string;
  readonly shown: boolean;
  readonly onOpen: () => void;
  /** Under the name. */
  readonly children: React.ReactNode;
}

function Entry({ name, shown, onOpen, children }: EntryProps) {
  return (
    <button type="button" className={classes.item} aria-current={shown ? 'true' : undefined} onClick={onOpen}>
      <bdi className={classes.name}>{name}</bdi>
      {children}
    </button>
  );
}
