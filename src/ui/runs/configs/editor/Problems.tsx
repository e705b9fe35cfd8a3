// What is wrong with the configuration, under its text: each with its place, which a click goes to.

import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ConfigProblem } from '../../../../wire/configs';
import { plural } from '../../../components/format';
import type { Checking } from '../useCheck';
import classes from './Editor.module.css';

interface ProblemsProps {
  readonly checking: Checking;
  readonly onGoTo: (line: number, column: number) => void;
}

export function Problems({ checking: { checked, failure }, onGoTo }: ProblemsProps) {
  const problems = checked === null || checked.check.ok ? [] : checked.check.problems;
  return (
    <section className={classes.problems} aria-label="Problems">
      {failure !== null ? (
        <p className={classes.verdict} data-wrong role="status">
          It cannot be checked at present: {failure}
        </p>
      ) : (
        <Verdict known={checked !== null} count={problems.length} />
      )}
      {problems.length > 0 && (
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column}:${problem.message}`}>
              <Problem problem={problem} onGoTo={onGoTo} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Verdict({ known, count }: { readonly known: boolean; readonly count: number }) {
  return (
    <p
      className={classes.verdict}
      role="status"
      data-testid="config-verdict"
      data-ok={(known && count === 0) || undefined}
      data-wrong={count > 0 || undefined}
    >
      {known && count === 0 && (
        <>
          <CircleCheck size={15} aria-hidden /> In order
        </>
      )}
      {count > 0 && (
        <>
          <CircleAlert size={15} aria-hidden /> {plural(count, 'problem')}
        </>
      )}
      {!known && 'Checking…'}
    </p>
  );
}

function Problem({ problem, onGoTo }: { readonly problem: ConfigProblem; readonly onGoTo: ProblemsProps['onGoTo'] }) {
  const { line, column, message } = problem;
  if (line === null || column === null) {
    return (
      <p className={classes.problem}>
        <span className={classes.where}>Change</span>
        <span className={classes.what}>{message}</span>
      </p>
    );
  }
  return (
    <button type="button" className={classes.problem} onClick={() => onGoTo(line, column)}>
      <span className={classes.where}>
        Line {line}, column {column}
      </span>
      <span className={classes.what}>{message}</span>
    </button>
  );
}
