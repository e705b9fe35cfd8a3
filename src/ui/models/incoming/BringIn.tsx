// Bringing a model in: a file or a folder is chosen or dropped, looked into, shown, and kept only then.

import { Button, Loader } from '@mantine/core';
import { FileArchive, FolderOpen } from 'lucide-react';
import { type ChangeEvent, useRef } from 'react';
import { Note, Section } from '../../components/Section';
import { PanelBody } from '../../components/work/PanelBody';
import { leaveIncoming } from '../actions';
import { useModels } from '../store';
import { Found } from './Found';
import classes from './Incoming.module.css';
import { lookIntoFile, lookIntoFiles } from './sources';

export function BringIn({ over }: { readonly over: boolean }) {
  const incoming = useModels((ui) => ui.incoming);
  return (
    <PanelBody>
      <Section title="Bring a model in">
        {incoming.stage === 'looking' && (
          <p className={classes.looking} role="status">
            <Loader size="xs" aria-hidden />
            <span>
              Looking into <bdi>{incoming.name}</bdi>…
            </span>
            <Button size="compact-xs" variant="default" onClick={leaveIncoming}>
              Cancel
            </Button>
          </p>
        )}
        {incoming.stage === 'refused' && (
          <div className={classes.refused} role="alert">
            <strong>
              Could not use <bdi>{incoming.name}</bdi>
            </strong>
            <p>{incoming.message}</p>
            <p>Nothing was changed.</p>
          </div>
        )}
        {incoming.stage === 'found' ? <Found incoming={incoming} /> : <Chooser over={over} />}
      </Section>
    </PanelBody>
  );
}

/** Every browser knows it, React's types do not. */
const FOLDERS = { webkitdirectory: '' };

function Chooser({ over }: { readonly over: boolean }) {
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const chosen = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(currentTarget.files ?? [])];
    // Emptied, so that the same can be chosen again.
    currentTarget.value = '';
    if (files.length === 1 && !files[0].webkitRelativePath) lookIntoFile(files[0]);
    else lookIntoFiles(files);
  };
  return (
    <fieldset className={classes.drop} data-over={over || undefined} aria-label="A model’s file or folder">
      <input ref={file} type="file" multiple hidden aria-label="Choose a file" onChange={chosen} />
      <input ref={folder} type="file" {...FOLDERS} hidden aria-label="Choose a folder" onChange={chosen} />
      <p className={classes.invite}>{over ? 'Let go to look into it' : 'Drop it anywhere on this page, or'}</p>
      <div className={classes.buttons}>
        <Button
          variant="default"
          leftSection={<FileArchive size={16} aria-hidden />}
          onClick={() => file.current?.click()}
        >
          Choose a file
        </Button>
        <Button
          variant="default"
          leftSection={<FolderOpen size={16} aria-hidden />}
          onClick={() => folder.current?.click()}
        >
          Choose a folder
        </Button>
      </div>
      <Note>
        A model archive (.tar.gz), a mixture’s JSON, or a folder or .zip of a model’s files, as this app, Hugging Face’s
        transformers or TensorFlow.js write them. It is looked into here in the browser and shown to you; nothing is
        kept before you say so.
      </Note>
    </fieldset>
  );
}
