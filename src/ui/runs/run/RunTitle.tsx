// A run's name, its tags and its note.

import type { RunSummary } from '../../../wire/runs';
import { Title } from '../../components/list/Title';
import { renameRun } from '../actions';
import { NoteForm, TagForm } from '../table/forms';

export function RunTitle({ run }: { readonly run: RunSummary }) {
  return (
    <Title
      name={run.name}
      tags={run.tags}
      note={run.note}
      rename={(name) => renameRun(run, name)}
      noteForm={(onDone) => <NoteForm runs={[run]} onDone={onDone} />}
      tagForm={(onDone) => <TagForm runs={[run]} onDone={onDone} />}
    />
  );
}
