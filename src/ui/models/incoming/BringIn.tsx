// Bringing a model in: a file or a folder is chosen or dropped, looked into, shown, and kept only then.

import { Button } from '@mantine/core';
import { FileArchive, FileCode2 } from 'lucide-react';
import { Note, Section } from '../../components/Section';
import { ChooseFile, ChooseFolder } from '../../components/source/Choose';
import { DropZone } from '../../components/source/DropZone';
import { NotUsed } from '../../components/source/Outcome';
import { PanelBody } from '../../components/work/PanelBody';
import { useModels } from '../store';
import { ArrivingElsewhere, LookingInto } from './Arriving';
import { Found } from './Found';
import { lookIntoFiles } from './sources';

export function BringIn({ over }: { readonly over: boolean }) {
  const incoming = useModels((ui) => ui.incoming);
  const own = incoming.stage === 'found' && incoming.keeping ? incoming.id : null;
  return (
    <PanelBody>
      <Section title="Bring a model in">
        {incoming.stage === 'looking' && <LookingInto id={incoming.id} name={incoming.name} />}
        <ArrivingElsewhere own={own} />
        {incoming.stage === 'refused' && (
          <NotUsed name={incoming.name}>
            <p>{incoming.message}</p>
            <p>Nothing was changed.</p>
          </NotUsed>
        )}
        {incoming.stage === 'found' ? <Found incoming={incoming} /> : <Chooser over={over} />}
      </Section>
      <Section title="Write one">
        <Button
          variant="default"
          leftSection={<FileCode2 size={16} aria-hidden />}
          onClick={() => void import('../module/actions').then(({ createModule }) => createModule())}
        >
          Start from the template
        </Button>
        <Note>
          A module is a folder of scripts: one trains, one answers. The template fits a line and runs as it stands;
          change it to your model. It runs shut off from everything but its own files.
        </Note>
      </Section>
    </PanelBody>
  );
}

function Chooser({ over }: { readonly over: boolean }) {
  return (
    <DropZone
      label="A model’s file or folder"
      over={over}
      invite={over ? 'Let go to look into it' : 'Drop it anywhere on this page'}
      buttons={
        <>
          <ChooseFile label="Choose a file" icon={FileArchive} multiple onFiles={lookIntoFiles} />
          <ChooseFolder label="Choose a folder" onFiles={lookIntoFiles} />
        </>
      }
    >
      <Note>
        A model archive (.tar.gz), a mixture’s JSON, or a folder or .zip of a model’s files, as this app, Hugging Face’s
        transformers or TensorFlow.js write them; or a script (.js, .ts) or a folder of them. It is looked into here in
        the browser and shown to you; nothing is kept before you say so.
      </Note>
    </DropZone>
  );
}
