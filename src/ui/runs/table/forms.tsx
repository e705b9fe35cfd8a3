// A note or tags for one run or several at once; what is done can be undone.

import type { RunSummary } from '../../../wire/runs';
import { plural } from '../../components/format';
import { NoteForm as NoteFields, TagForm as TagFields } from '../../components/list/forms';
import { changeRuns } from '../actions';

interface FormProps {
  readonly runs: readonly RunSummary[];
  readonly onDone: () => void;
}

export function NoteForm({ runs, onDone }: FormProps) {
  const notes = new Set(runs.map(({ note }) => note));
  const [same = ''] = notes.size === 1 ? notes : [];
  const keep = (note: string) =>
    changeRuns(runs, { doing: 'keep the note', done: note === '' ? 'Note taken away' : 'Note kept' }, () => ({ note }));
  return (
    <NoteFields
      note={same}
      placeholder={notes.size === 1 ? 'What was it for, what came of it?' : 'Replaces the notes of all that are chosen'}
      maxLength={5000}
      keep={keep}
      onDone={onDone}
    />
  );
}

export function TagForm({ runs, onDone }: FormProps) {
  const change = (done: string, tagsOf: (run: RunSummary) => readonly string[]) =>
    changeRuns(runs, { doing: 'change the tags', done }, (run) => ({ tags: tagsOf(run) }));
  return (
    <TagFields
      tags={[...new Set(runs.flatMap((run) => run.tags))]}
      add={(added) =>
        change(`Tagged ${plural(runs.length, 'run')}: ${added.join(', ')}`, (run) => [
          ...new Set([...run.tags, ...added]),
        ])
      }
      takeAway={(tag) => change(`Tag ${tag} taken away`, (run) => run.tags.filter((other) => other !== tag))}
      onDone={onDone}
    />
  );
}
