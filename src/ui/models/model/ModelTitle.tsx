// A model's name, its tags and its note, and what it is in a sentence.

import type { LibraryModel } from '../../../wire/library';
import { NoteForm, TagForm } from '../../components/list/forms';
import { Title } from '../../components/list/Title';
import { changeModel, changeTags } from '../actions';
import { sentenceOf } from '../words';
import classes from './Model.module.css';

export function ModelTitle({ model }: { readonly model: LibraryModel }) {
  const { id, name, tags, note, origin } = model;
  const rename = (next: string) => changeModel(id, 'rename the model', { name: next });
  return (
    <Title
      name={name}
      tags={tags}
      note={note}
      // What comes with the app keeps its name.
      rename={origin === 'shipped' ? undefined : rename}
      noteForm={(onDone) => (
        <NoteForm
          note={note}
          placeholder="What is it for, what is to be minded?"
          maxLength={10_000}
          keep={(next) => changeModel(id, 'keep the note', { note: next })}
          onDone={onDone}
        />
      )}
      tagForm={(onDone) => (
        <TagForm
          tags={tags}
          add={(added) => changeTags(model, (before) => [...new Set([...before, ...added])])}
          takeAway={(gone) => changeTags(model, (before) => before.filter((other) => other !== gone))}
          onDone={onDone}
        />
      )}
    >
      <p className={classes.sentence}>{sentenceOf(model)}</p>
    </Title>
  );
}
